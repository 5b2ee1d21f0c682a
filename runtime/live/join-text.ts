/**
 * What arrived in pieces as one text; most of it came in one piece or none, which is not copied.
 */
export function joinText(chunks: readonly Buffer[]): string {
  const [only] = chunks;
  return only && chunks.length === 1 ? only.toString() : Buffer.concat(chunks).toString();
}
