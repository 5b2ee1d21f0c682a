/** Parity rows of one area; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

export const CONNECT_ROWS = {
  'connect.primary': {
    behaviour: 'Connect servers: only the primary synchronises, a stopped one makes up for it',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Rules, filters and the metaverse are not emulated; accounts travel one to one.',
  },
  'connect.staging-wizard': {
    behaviour: 'The wizard of any server, staging included, decides for the tenant',
    live: 'emulated',
    virtual: 'emulated',
    note: 'It uninstalls the agent of its own server; the others have to be removed by hand.',
  },
  'connect.emergency-hashes': {
    behaviour: 'Emergency switch from PTA to synchronised hashes',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Counts at once: how long the real service takes to hear of it is not published.',
  },
  'connect.emergency-bare': {
    behaviour: 'The same without hashes: AADSTS50056 until a full synchronisation came through',
    live: 'emulated',
    virtual: 'emulated',
  },
  'connect.emergency-down': {
    behaviour: 'The same with Connect down: support switches the tenant',
    live: 'emulated',
    virtual: 'emulated',
    note: 'That support can is general knowledge, not in the lab’s sources: assumed.',
  },
  'connect.convert': {
    behaviour: 'Federated domains converted to managed ones',
    live: 'emulated',
    virtual: 'emulated',
    note:
      'At once for everybody. No AD FS is emulated: that clients go on asking it for hours is a ' +
      'finding where it was shut down within 12, not a symptom.',
  },
  'changes.undo': {
    behaviour: 'What an administrator changes in a running lab, each with its way back',
    live: 'emulated',
    virtual: 'emulated',
  },
  'cloud.conditions': {
    behaviour: 'Trouble of the cloud itself: throttling, lost queue, late and garbled answers',
    live: 'emulated',
    virtual: 'emulated',
    note: 'How the real service shows these is mostly unpublished: assumed, and said so per fault.',
  },
} as const satisfies ParityRows;
