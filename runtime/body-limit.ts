/** How much of a body anybody reads, and what the sender of more is told, whichever way it came. */
import { LIMITS } from '../protocol/limits.ts';
import type { HttpResponse } from './ports.ts';

export const BODY_BYTES_MAX = LIMITS.bodyBytesMax.value;

/** In the members of an OAuth error, which clients of the token endpoint can show. */
export const TOO_LARGE: HttpResponse = {
  status: 413,
  headers: { 'content-type': 'application/json; charset=utf-8', connection: 'close' },
  body: JSON.stringify({
    error: 'invalid_request',
    error_description: `The body is larger than ${BODY_BYTES_MAX} bytes.`,
  }),
};
