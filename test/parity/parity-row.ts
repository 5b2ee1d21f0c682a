/**
 * One row of `docs/parity.md`: a behaviour, and how much of it is there. Rows lie in
 * `rows-<area>.ts`; tests name them by `proves`, and the document is generated from both.
 */
export interface ParityRow {
  /** What a reader of the document looks for, in a few words. */
  readonly behaviour: string;
  /**
   * - `real`: the thing itself runs (a socket, a TLS handshake, an RSA operation)
   * - `emulated`: our code behaves like it, as far as the row says
   * - `absent`: not there; asked for, it answers 404 or the error of something that does not exist
   */
  readonly live: 'real' | 'emulated' | 'absent';
  readonly virtual: 'real' | 'emulated' | 'absent';
  /** What is thinner than the real thing, or what happens instead. */
  readonly note?: string;
}

export type ParityRows = Readonly<Record<string, ParityRow>>;
