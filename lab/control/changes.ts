/**
 * Control API: what administrators do on purpose, how it is taken back, and what an inspection of
 * the running estate finds.
 */
import { CHANGES } from '../changes/index.ts';
import { inspectEstate } from '../inspect-estate.ts';
import { readParameters, readWhere } from './estate.ts';
import { knowOnly, readText } from './members.ts';
import type { ControlRoutes } from './route.ts';

export const CHANGE_ROUTES: ControlRoutes = {
  'GET /changes': (lab) => lab.changes.list(),
  'GET /changes/available': () =>
    Object.values(CHANGES).map(({ id, title, about }) => ({ id, title, about })),
  'POST /changes': (lab, { body }) => {
    knowOnly(body, ['id', 'where', 'parameters']);
    return lab.changes.apply(readText(body, 'id'), readWhere(body), readParameters(body));
  },
  'DELETE /changes': (lab) => lab.changes.undoAll(),
  'DELETE /changes/:key': (lab, { params }) => lab.changes.undo(params.key ?? ''),
  'GET /connect': (lab) => lab.connectServers.list(),
  'GET /findings': (lab) => inspectEstate(lab),
};
