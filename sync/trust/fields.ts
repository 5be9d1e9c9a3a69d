/** Fields that several documents have. */
import { z } from 'zod';

const TEXT_CHARS_MAX = 200;
const ID_CHARS_MAX = 64;
const NONCE_CHARS_MIN = 22;

/** The name of a station, a site or a licence, as programs use it. */
export const idSchema = z
  .string()
  .max(ID_CHARS_MAX)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'use letters, digits and . _ - (at most 64)');

/** A name as people write it. */
export const textSchema = z
  .string()
  .min(1)
  .max(TEXT_CHARS_MAX)
  .regex(/^\P{C}*$/u, 'leave out control characters')
  .refine((text) => text.trim() === text, 'leave out the space at its ends');

/** A day of this era: texts of four-digit years sort as the days do, and so do those computed from them. */
export const daySchema = z.iso.date().regex(/^[12]/, 'use a year between 1000 and 2999');

/** A moment in UTC with milliseconds: one text a moment, and the order of texts is that of time. */
export const instantSchema = z.iso
  .datetime({ precision: 3 })
  .regex(/^[12]/, 'use a year between 1000 and 2999');

/** At least 128 random bits in base64url. */
export const nonceSchema = z
  .string()
  .min(NONCE_CHARS_MIN)
  .max(ID_CHARS_MAX)
  .regex(/^[A-Za-z0-9_-]+$/, 'use base64url');
