/**
 * The run folder: how outposts find their lab and prove that they belong to it. Each kind has a
 * folder and a token of its own, so that who owns an agent's server is no egress and no controller.
 * Written anew at each start: what an outpost read before may be of a lab that is gone.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../../runtime/live/failure.ts';
import { writeWhole } from '../../../runtime/live/write-whole.ts';
import { OUTPOST_KINDS, type OutpostKind } from '../outposts.ts';

/** By kind: what proves that an outpost is one of it. */
export type LinkTokens = Readonly<Record<OutpostKind, string>>;

/** What `link.json` of one kind holds, and the CA beside it. */
export interface LinkAddress {
  /** `wss://mock-entra:7443` */
  url: string;
  token: string;
  caPem: string;
}

/** Of the link's certificate, wherever the lab is: a name that its CA may sign for. */
export const LINK_NAME = 'outposts.lab.localhost';

export const CA_FILE = 'ca.pem';
const LINK_FILE = 'link.json';

/** Outposts run as other users of the same group. */
const FOR_THE_GROUP = 0o640;

/** A folder for each kind, and the CA for whoever has them all. Gone again when the lab is. */
export async function writeRunFolder(
  folder: string,
  { tokens, ...address }: Omit<LinkAddress, 'token'> & { tokens: LinkTokens },
): Promise<AsyncDisposable> {
  const files: string[] = [];
  for (const kind of OUTPOST_KINDS) {
    const place = path.join(folder, kind);
    files.push(await writeLinkFolder(place, { ...address, token: tokens[kind] }));
  }
  writeWhole(path.join(folder, CA_FILE), address.caPem, 0o644);
  return {
    async [Symbol.asyncDispose]() {
      for (const file of files) await rm(file, { force: true });
    },
  };
}

/** What outposts of one kind are given. Returned is the file that holds their token. */
export async function writeLinkFolder(
  folder: string,
  { url, token, caPem }: LinkAddress,
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o750 });
  writeWhole(path.join(folder, CA_FILE), caPem, 0o644);
  const file = path.join(folder, LINK_FILE);
  writeWhole(file, `${JSON.stringify({ url, token })}\n`, FOR_THE_GROUP);
  return file;
}

/** What outposts of one kind were given. `lacking`: why nothing yet, as `ENOENT` or `EACCES`. */
export async function readLinkFolder(folder: string): Promise<LinkAddress | { lacking: string }> {
  try {
    const caPem = await readFile(path.join(folder, CA_FILE), 'utf8');
    const link = JSON.parse(await readFile(path.join(folder, LINK_FILE), 'utf8'));
    return { url: String(link.url), token: String(link.token), caPem };
  } catch (error) {
    return { lacking: codeOf(error) || 'no JSON' };
  }
}
