/**
 * ES256 signatures in their two forms: DER, as X.509, TLS and our crypto port have them, and the
 * two numbers one after the other, as JWS has them (RFC 7518, 3.4).
 */
const NUMBER_BYTES = 32;
const INTEGER = 0x02;
const SEQUENCE = 0x30;

export function jwsForm(der: Uint8Array): Uint8Array {
  const raw = new Uint8Array(2 * NUMBER_BYTES);
  // SEQUENCE { r INTEGER, s INTEGER }: never so long that a length takes more than one byte.
  const first = 4;
  const firstEnd = first + (der[first - 1] ?? 0);
  put(raw, NUMBER_BYTES, der.subarray(first, firstEnd));
  put(raw, 2 * NUMBER_BYTES, der.subarray(firstEnd + 2));
  return raw;
}

/** Undefined if these are not two numbers. */
export function derForm(raw: Uint8Array): Uint8Array | undefined {
  if (raw.length !== 2 * NUMBER_BYTES) return undefined;
  const body = [raw.subarray(0, NUMBER_BYTES), raw.subarray(NUMBER_BYTES)].flatMap((number) => {
    const bytes = positive(number);
    return [INTEGER, bytes.length, ...bytes];
  });
  return Uint8Array.from([SEQUENCE, body.length, ...body]);
}

/** Right-aligned, without the zero in front of what would look negative. */
function put(raw: Uint8Array, end: number, number: Uint8Array): void {
  const bytes = number.subarray(Math.max(0, number.length - NUMBER_BYTES));
  raw.set(bytes, end - bytes.length);
}

function positive(number: Uint8Array): number[] {
  const from = number.findIndex((byte) => byte !== 0);
  const bytes = from < 0 ? [0] : [...number.subarray(from)];
  return (bytes[0] ?? 0) >= 0x80 ? [0, ...bytes] : bytes;
}
