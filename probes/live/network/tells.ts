/** Whether a request carries anything that is nobody else's business. */
import type { HttpRequest } from '../../../runtime/ports.ts';

export function tells({ method, headers, body }: HttpRequest): boolean {
  const names = Object.keys(headers);
  if (names.some((name) => /^(authorization|cookie)$/i.test(name))) return true;
  return body !== '' || !['GET', 'HEAD'].includes(method);
}
