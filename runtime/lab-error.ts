/**
 * The one class for a broken world: a stable code, and a sentence that says what was expected, what
 * came, and what to do. Expected outcomes (a wrong password, a silent agent) are values, never
 * this.
 */
export class LabError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LabError';
    this.code = code;
  }
}
