/** Whether the process still lives, as far as this bot is concerned. */
export interface Life {
  isOver: boolean;
}

const never = new Promise<never>(() => undefined);

/**
 * `target` as a process uses it that may be killed: once life is over nothing is started any more, and no answer of what was
 * under way arrives. So a bot that was killed inside a test leaves the world as a killed process does.
 */
export function mortal<T extends object>(target: T, life: Life): T {
  const calls = new Map<PropertyKey, (...args: unknown[]) => unknown>();
  return new Proxy(target, {
    get(_target, name) {
      const known = calls.get(name);
      if (known) return known;
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      const call = (...args: unknown[]): unknown => {
        if (life.isOver) return never;
        const answer: unknown = Reflect.apply(member, target, args);
        return answer instanceof Promise ? untilDeath(answer, life) : answer;
      };
      calls.set(name, call);
      return call;
    },
  });
}

async function untilDeath(answer: Promise<unknown>, life: Life): Promise<unknown> {
  try {
    const value = await answer;
    return life.isOver ? await never : value;
  } catch (error) {
    if (life.isOver) return never;
    throw error;
  }
}
