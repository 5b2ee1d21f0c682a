/** What must hold of every answer, whatever was asked: each thing that does not is a sentence. */
import type { HttpResponse } from '../../runtime/ports.ts';
import { REGISTERED, SECRETS } from './fuzz-world.ts';
import { MARKER, type Sent } from './hostile.ts';

/** Graph's answer to query options that it, or the lab, does not have. */
const NOT_EMULATED = 501;

export function judgeAnswer(sent: Sent, answer: HttpResponse): string[] {
  const { status, headers, cookies = [], body } = answer;
  const type = headers['content-type'] ?? '';
  const lines = [...Object.entries(headers).flat(), ...cookies];
  return [
    ...((status >= 200 && status < 500) || status === NOT_EMULATED ? [] : [`status ${status}`]),
    ...judgeBody(type, body),
    ...(lines.every((line) => /^[\t\x20-\x7e\x80-\xff]*$/.test(line)) ? [] : ['broken header']),
    ...[body, ...lines].flatMap((text) => judgeText(type, text)),
    ...judgeTargets(sent, answer),
  ];
}

function judgeBody(type: string, body: string): string[] {
  if (body === '') return [];
  if (type.startsWith('application/json')) return isJson(body) ? [] : ['JSON that is none'];
  if (type.startsWith('text/html')) {
    return /^<!doctype html>/i.test(body) ? [] : ['HTML without a doctype'];
  }
  return /^(text\/plain|text\/xml|application\/(xml|soap\+xml|jwt))/.test(type)
    ? []
    : [`content-type "${type}"`];
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch (error) {
    return !(error instanceof SyntaxError);
  }
}

function judgeText(type: string, text: string): string[] {
  const reflected = text.includes(MARKER) && !type.startsWith('application/json');
  const leaked = SECRETS.filter((secret) => text.includes(secret));
  return [
    ...(reflected ? ['reflected markup'] : []),
    ...leaked.map((secret) => `the secret ${secret.slice(0, 5)}… came back`),
  ];
}

/** Whatever leaves the lab goes to a registered address. */
function judgeTargets(sent: Sent, { headers, body }: HttpResponse): string[] {
  const { origin } = new URL(sent.url);
  const form = headers['content-type']?.startsWith('text/html')
    ? [...body.matchAll(/<form[^>]*\saction="([^"]*)"/g)].map(([, action = '']) => action)
    : [];
  const targets = [...(headers.location === undefined ? [] : [headers.location]), ...form];
  return targets
    .filter((target) => !isAllowed(target, origin))
    .map((target) => `leads to ${target.slice(0, 80)}`);
}

function isAllowed(target: string, origin: string): boolean {
  if (!URL.canParse(target, origin)) return false;
  const url = new URL(target, origin);
  return url.origin === origin || REGISTERED.includes(bare(url));
}

/** Ports of `http://localhost` are the client's own choice. */
function bare(url: URL): string {
  if (url.hostname === 'localhost') url.port = '';
  return `${url.origin}${url.pathname}`;
}
