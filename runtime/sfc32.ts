/**
 * The one generator behind dice and stand-in crypto: fast, small and good enough for chance. For
 * secrets it is worthless: four words that were seen give the rest away.
 */

/** Chris Doty-Humphrey's small fast counting generator (PractRand), 32 bit. */
export function sfc32(a: number, b: number, c: number, counter: number): () => number {
  let [x, y, z, n] = [a, b, c, counter];
  return () => {
    const drawn = (x + y + n) | 0;
    n = (n + 1) | 0;
    x = y ^ (y >>> 9);
    y = (z + (z << 3)) | 0;
    z = ((z << 21) | (z >>> 11)) + drawn;
    return drawn >>> 0;
  };
}
