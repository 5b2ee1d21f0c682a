/** JSON from strangers. What does not parse is an expected outcome here, never an exception. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A part of a JWT. */
export function parseEncodedJson(base64url: string | undefined): unknown {
  return parseJson(Buffer.from(base64url ?? '', 'base64url').toString('utf8'));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
