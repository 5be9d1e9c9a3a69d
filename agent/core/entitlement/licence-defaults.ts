/** What a licence is for when nobody says otherwise. */
export const PRODUCT = 'Tillwarden';
export const EDITION = 'standard';
