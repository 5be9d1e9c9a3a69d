/** Calls `crash` at the n-th passing of the point that the environment names. */
export function crashAt(crash: () => void): (point: string) => void {
  const crashPoint = process.env['CRASH_POINT'];
  let passesLeft = Number(process.env['CRASH_PASSES'] ?? '1');
  return (point) => {
    if (point !== crashPoint) return;
    passesLeft -= 1;
    if (passesLeft === 0) crash();
  };
}
