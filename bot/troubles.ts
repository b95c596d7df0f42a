import { DAY, type DurationMs, HOUR, type Instant } from '../domain/types.ts';
import { troubleChanges } from '../handlers/platform-trouble.ts';
import type { PlatformTrouble } from '../platforms/types.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import type { Deps } from './deps.ts';
import { contractPeople, sceneOf } from './scene.ts';

/** An adapter says once a day that a quota is used up; what it has not said again is over. */
const SHOWN_MS: DurationMs = DAY + HOUR;

/** What platforms said lately that people have to settle. */
export interface Troubles {
  met(platform: string, trouble: PlatformTrouble, at: Instant): void;
  /** Tells what was met and not told yet. An adapter says it once, so what meets an error is kept. @throws that error, after the others were told */
  tell(): Promise<void>;
  /** Something is left to be told. */
  readonly isOwed: boolean;
  /** Quotas that are used up. */
  exhausted(now: Instant): readonly { readonly platform: string; readonly of: PlatformTrouble['of'] }[];
}

interface Met {
  readonly platform: string;
  readonly trouble: PlatformTrouble;
  readonly at: Instant;
}

export function createTroubles(deps: Deps, onWritten: OnWritten): Troubles {
  const seen = new Map<string, Met>();
  const owed = new Set<Met>();
  return {
    met(platform, trouble, at) {
      const met = { platform, trouble, at };
      seen.set(`${platform} ${trouble.code} ${trouble.of}`, met);
      owed.add(met);
    },
    async tell() {
      const failures: unknown[] = [];
      for (const met of owed) {
        try {
          await recordTrouble(deps, onWritten, met);
          owed.delete(met);
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
    get isOwed() {
      return owed.size > 0;
    },
    exhausted: (now) =>
      [...seen.values()]
        .filter(({ at, trouble }) => trouble.code === 'quota_exhausted' && now - at <= SHOWN_MS)
        .map(({ platform, trouble }) => ({ platform, of: trouble.of })),
  };
}

/** Tells the managers of each contract that has chats on the platform. @throws what one contract met, after the others were told */
async function recordTrouble(deps: Deps, onWritten: OnWritten, { platform, trouble }: Met): Promise<void> {
  const failures: unknown[] = [];
  for (const contract of deps.contracts.values()) {
    try {
      const chats = await deps.store.chatsOf(contract.id);
      if (!chats.some((chat) => chat.platform === platform)) continue;
      const attempt = startAttempt(deps, { kind: 'none' }, onWritten);
      const people = await contractPeople(deps, contract);
      const scene = sceneOf(deps, { contract, ...people, language: 'zh', log: deps.log, attempt });
      const changes = await troubleChanges(scene, platform, trouble);
      if (changes.entries) await scene.commit(changes);
    } catch (error) {
      failures.push(error);
      deps.log.error({ err: error, contractId: contract.id, code: trouble.code }, 'a trouble could not be told');
    }
  }
  if (failures.length > 0) throw failures[0];
}
