/**
 * The XML that agents speak, as far as the lab needs it: members of one root, read in any order and
 * under any prefix. What is not well-formed, or brings a document type, is refused as a value.
 */
import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import type { HttpResponse } from '../../runtime/ports.ts';
import { isRecord } from '../json.ts';

export type Members = Readonly<Record<string, unknown>>;

const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false });
const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });

export function parseXml(body: string, root: string): Members | undefined {
  if (body.includes('<!DOCTYPE') || XMLValidator.validate(body) !== true) return undefined;
  const document: unknown = parser.parse(body);
  const members = isRecord(document) ? document[root] : undefined;
  return isRecord(members) ? members : undefined;
}

/** Text of a member, or of a member of a member; empty if it is nil or not there. */
export function textOf(members: Members, ...path: readonly string[]): string {
  const value = path.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), members);
  return typeof value === 'string' ? value.trim() : '';
}

export function renderXml(root: string, namespace: string, members: Members): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml; charset=utf-8' },
    body: String(builder.build({ [root]: { '@xmlns': namespace, ...members } })),
  };
}
