/**
 * The revocation list that agents download over port 80. Its body is a placeholder: what the lab
 * plays is whether it can be had, since nothing here is ever revoked.
 */
import type { HttpResponse } from '../../runtime/ports.ts';

export function answerRevocationList(): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/pkix-crl' }, body: 'none revoked' };
}
