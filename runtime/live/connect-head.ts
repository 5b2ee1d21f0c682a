/**
 * What a lab component and its site's gateway say to each other before the bytes of a connection:
 * an HTTP CONNECT that also says who dials. The answer comes when the way is open, so it stands for
 * a SYN-ACK: no answer is a dropped SYN.
 */
import type { Duplex } from 'node:stream';

export interface ConnectRequest {
  host: string;
  port: number;
  component: string;
  /** Says CONNECT because it wants the site's proxy, not because that is how our gateway works. */
  proxied?: boolean | 'named';
}

const HEAD_END = '\r\n\r\n';
const HEAD_BYTES_MAX = 8192;

const PROXIED = {
  false: '',
  true: '\r\nx-lab-proxied: yes',
  named: '\r\nx-lab-proxied: named',
} as const;

export function renderConnect({ host, port, component, proxied = false }: ConnectRequest): string {
  const target = `${host}:${port}`;
  const caller = `x-lab-component: ${component}${PROXIED[`${proxied}`]}`;
  return `CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n${caller}${HEAD_END}`;
}

/** Whoever does not say who it is takes us for a proxy. */
export function parseConnect(head: string): Required<ConnectRequest> | undefined {
  const [, host, port] = /^CONNECT ([^\s:]+):(\d{1,5}) HTTP\/1\.1\r\n/.exec(head) ?? [];
  if (host === undefined || port === undefined) return undefined;
  const component = /^x-lab-component: *(\S+)/im.exec(head)?.[1];
  const said = /^x-lab-proxied: *(yes|named)\r$/im.exec(head)?.[1];
  const proxied = said === 'named' ? said : said === 'yes' || component === undefined;
  return {
    ...{ host: host.toLowerCase(), port: Number(port), component: component ?? 'unknown', proxied },
  };
}

/**
 * `obstacle` is a word of `NetworkFailure`, or a Node error code for what the gateway itself met.
 */
export function renderConnectAnswer(obstacle?: string): string {
  if (obstacle === undefined) return `HTTP/1.1 200 Connection established${HEAD_END}`;
  const status = obstacle === 'proxy-authentication-required' ? ASKS : '502 Bad Gateway';
  return `HTTP/1.1 ${status}\r\nx-lab-path: ${obstacle}\r\ncontent-length: 0${HEAD_END}`;
}

/** Said before the answer by who resolves names itself: what is waited for from now on is TCP. */
export function renderResolved(): string {
  return `HTTP/1.1 103 Name resolved${HEAD_END}`;
}

export function isResolved(head: string): boolean {
  return head.startsWith('HTTP/1.1 103 ');
}

const ASKS =
  '407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="site proxy of the lab"';

export function parseConnectAnswer(head: string): 'open' | { obstacle: string } {
  if (head.startsWith('HTTP/1.1 200 ')) return 'open';
  return { obstacle: /^x-lab-path: *(\S+)/im.exec(head)?.[1] ?? 'malformed-answer' };
}

/**
 * Everything up to and with the blank line. What follows stays in the socket, which is left paused.
 * Rejects with the socket's error, or with `ERR_STREAM_PREMATURE_CLOSE`.
 */
export function readHead(socket: Duplex): Promise<string> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0);
    const stop = () => {
      socket.pause();
      socket.off('data', read).off('error', fail).off('close', closed);
    };
    const fail = (error: Error) => {
      stop();
      reject(error);
    };
    const closed = () => fail(coded('ERR_STREAM_PREMATURE_CLOSE', 'closed before the head ended'));
    const read = (chunk: Buffer) => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf(HEAD_END);
      if (end < 0 && bytes.length > HEAD_BYTES_MAX)
        fail(coded('HPE_HEADER_OVERFLOW', 'head too long'));
      if (end < 0) return;
      stop();
      const rest = bytes.subarray(end + HEAD_END.length);
      if (rest.length > 0) socket.unshift(rest);
      resolve(bytes.toString('latin1', 0, end + HEAD_END.length));
    };
    socket.on('data', read).on('error', fail).on('close', closed);
    socket.resume();
  });
}

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
