// Types are part of the router's promise: the compiler checks these as `tsc` checks the repository.
import { expectTypeOf, test } from 'vitest';
import { Composer } from '../../bot/router.ts';
import type { UpdateContext } from '../../handlers/context.ts';
import type { ActionUpdate, JoinUpdate, MessageUpdate, Update } from '../../platforms/types.ts';

const router = new Composer();

test('a listener narrows the update of its handlers', () => {
  router.use(async (ctx) => {
    expectTypeOf(ctx.update).toEqualTypeOf<Update>();
  });
  router.on('message', async (ctx) => {
    expectTypeOf(ctx.update).toEqualTypeOf<MessageUpdate>();
  });
  router.on('action', async (ctx) => {
    expectTypeOf(ctx.update).toEqualTypeOf<ActionUpdate>();
  });
  router.on('join', async (ctx) => {
    expectTypeOf(ctx.update).toEqualTypeOf<JoinUpdate>();
  });
  router.action('resolve', async (ctx) => {
    expectTypeOf(ctx.update.form).toEqualTypeOf<ActionUpdate['form']>();
  });
});

test('a command has its arguments, a pattern its match, and nothing is to be checked first', () => {
  router.command(['x'], async (ctx) => {
    expectTypeOf(ctx.args).toEqualTypeOf<string>();
    expectTypeOf(ctx.update).toEqualTypeOf<MessageUpdate>();
  });
  router.hears(/x/, async (ctx) => {
    expectTypeOf(ctx.match).toEqualTypeOf<RegExpMatchArray>();
    expectTypeOf(ctx.update).toEqualTypeOf<MessageUpdate>();
  });
  router.use(async (ctx) => {
    expectTypeOf(ctx.args).toEqualTypeOf<string | undefined>();
  });
});

test('a type guard narrows', () => {
  const isPrivate = (ctx: UpdateContext): ctx is UpdateContext<JoinUpdate> => ctx.update.chat.kind === 'private';
  router.filter(isPrivate, async (ctx) => {
    expectTypeOf(ctx.update).toEqualTypeOf<JoinUpdate>();
  });
  router.filter(
    () => true,
    async (ctx) => {
      expectTypeOf(ctx.update).toEqualTypeOf<Update>();
    },
  );
});

test('what does not exist is refused', () => {
  // @ts-expect-error there is no such type of update
  router.on('reaction', async () => undefined);
  router.on('message', async (ctx) => {
    // @ts-expect-error a message has no form
    void ctx.update.form;
  });
});
