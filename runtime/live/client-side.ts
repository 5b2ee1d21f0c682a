/**
 * What the path does before a client sends anything: whether and when names are resolved, and
 * whether it finds the way to the proxy. Clients that are not ours resolve names elsewhere.
 */
import type { PathEffect } from '../../protocol/effects.ts';
import { DNS_PORT } from '../../protocol/tcp.ts';
import { decideCourse } from '../course.ts';
import { createPathLinks, OPEN_SITE } from '../path.ts';
import type { Call, Dice, Outcome } from '../ports.ts';
import { createSrvRecords, type SrvRecords } from '../srv-records.ts';
import { startAttempt } from './attempt.ts';
import type { DialWorld } from './dial.ts';
import { askForService } from './srv-question.ts';

export interface ClientSide {
  apply(effects: readonly PathEffect[]): void;
  course: DialWorld['clientCourse'];
  resolveService(world: DialWorld, name: string, call: Call): Promise<Outcome<readonly string[]>>;
  publish: SrvRecords['publish'];
}

export function createClientSide(dice: Dice): ClientSide {
  const newLink = createPathLinks(dice);
  const records = createSrvRecords();
  let effects: readonly PathEffect[] = [];
  const course: ClientSide['course'] = (ends) => decideCourse(effects, newLink(ends));
  return {
    apply(next) {
      effects = next;
    },
    course,
    async resolveService(world, name, call) {
      world.activity.touch();
      const { component, site } = call.from;
      if (world.namesElsewhere && site !== OPEN_SITE) return askForService(world, name, call);
      const ends = { site, component, host: name, port: DNS_PORT, proxied: false };
      const { resolution, resolveMs } = course(ends);
      const attempt = startAttempt(world, call);
      const waited = resolveMs > 0 && (await attempt.step('resolve', world.clock.sleep(resolveMs)));
      attempt[Symbol.dispose]();
      if (waited === 'timed-out') return attempt.fail(waited, 'resolve');
      return records.answer(name, resolution, attempt);
    },
    publish: records.publish,
  };
}
