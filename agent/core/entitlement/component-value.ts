/** What makers leave in a part that has no number of its own; as `plain` writes it. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  '123456789',
  '0123456789',
  '1234567890',
  '0123456789abcdef',
  // A product UUID that thousands of boards share: bytes counted up from 3.
  '03000200040005000006000700080009',
  'baseboardserialnumber',
  'boardserialnumber',
  'chassisserialnumber',
  'default',
  'defaultstring',
  'empty',
  'invalid',
  'na',
  'none',
  'notapplicable',
  'notavailable',
  'notspecified',
  'null',
  'oem',
  'serialnumber',
  'systemserialnumber',
  'tobefilledbyoem',
  // What systemd writes into an image that is to be started elsewhere.
  'uninitialized',
  'unknown',
]);

/** What a part says of itself, in one spelling; undefined for what many parts say alike. */
export function componentValue(text: string): string | undefined {
  const value = text
    .replaceAll(/[\0\s]+/g, ' ')
    .trim()
    .toLowerCase();
  const plain = value.replaceAll(/[^a-z0-9]/g, '');
  // Zeros, the same digit all over, dashes, nothing.
  const isOneSign = new Set(plain).size <= 1;
  return isOneSign || PLACEHOLDERS.has(plain) ? undefined : value;
}
