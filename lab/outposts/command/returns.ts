/**
 * Outposts that go away and come back, as containers that somebody restarts: whoever dials in a
 * second time is empty, and is told again what it is to be. Where nobody restarts anything
 * (`hostsMayGo: false`) one that goes away is the harness's trouble instead, and no symptom.
 */
import { LabError } from '../../../runtime/lab-error.ts';
import type { OutpostsOptions } from '../../estate.ts';
import { renderName, wentAway } from '../link/member.ts';
import type { OutpostKind, OutpostName } from '../outposts.ts';

/** What is due when one of that kind is back. */
type Comebacks = Partial<Record<OutpostKind, (name: string) => Promise<void> | void>>;

export interface Returns extends Disposable {
  joined(who: OutpostName): void;
  left(who: OutpostName, report: (error: LabError) => void): void;
  onReturn(comebacks: Comebacks): void;
  say(sentence: string): void;
}

export function createReturns({
  hostsMayGo = true,
  say: tell = () => {},
}: Pick<OutpostsOptions, 'hostsMayGo' | 'say'>): Returns {
  const seen = new Set<string>();
  const comebacks: Comebacks = {};
  let isOver = false;
  const say = (sentence: string) => {
    if (!isOver) tell(sentence);
  };

  async function comeBack({ kind, name }: OutpostName): Promise<void> {
    await comebacks[kind]?.(name);
    if (kind !== 'controller') say(`${kind} ${name} is back, and as it was`);
  }

  return {
    say,
    joined(who) {
      const name = renderName(who);
      if (!seen.has(name)) return void seen.add(name);
      comeBack(who).catch((error: Error) => {
        const why = error instanceof LabError ? error.message : String(error);
        say(`${name} is back, but of no use yet, restart its container: ${why}`);
      });
    },
    left(who, report) {
      if (!hostsMayGo) return report(wentAway(who));
      say(`${renderName(who)} has gone away: the lab goes on without it until it is back`);
    },
    onReturn: (more) => void Object.assign(comebacks, more),
    [Symbol.dispose]() {
      isOver = true;
    },
  };
}
