/** Which bytes of a file are asked for (RFC 9110, 14.2); more than one range is answered with all of it. */
export type AskedRange =
  | { readonly kind: 'whole' }
  /** Both ends belong to it. */
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unfit' };

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

export function byteRange(header: string | undefined, lengthBytes: number): AskedRange {
  const [, first, last] = RANGE.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return { kind: 'whole' };
  const start = first === '' ? Math.max(0, lengthBytes - Number(last)) : Number(first);
  const end =
    first === '' || last === '' ? lengthBytes - 1 : Math.min(Number(last), lengthBytes - 1);
  const isEmpty = first === '' ? Number(last) === 0 : start > end;
  if (isEmpty && first !== '' && last !== '' && Number(last) < Number(first))
    return { kind: 'whole' };
  return isEmpty ? { kind: 'unfit' } : { kind: 'part', start, end };
}
