import { z } from 'zod';
import type { Delivery, Update } from '../../platforms/types.ts';

/** What the parent tells a child: where the database and the chat server are. */
export const childArguments = z.object({ databaseUrl: z.string(), parentUrl: z.url(), seed: z.string() });
export type ChildArguments = z.infer<typeof childArguments>;

/** What a child prints when it listens. */
export const listening = z.object({ port: z.int() });

/** How much is left to do, as the child sees it. */
export const counts = z.object({
  inboxPending: z.int(),
  outboxPending: z.int(),
  timersOverdue: z.int(),
  dead: z.int(),
  unsealed: z.int(),
});
export type Counts = z.infer<typeof counts>;

export const receipt = z.object({ handle: z.string() });

// Both ends are this test: the types of the product are the wire format.
export const update = z.custom<Update>((value) => z.object({ updateId: z.string() }).safeParse(value).success);
export const delivery = z.custom<Delivery>((value) => z.object({ key: z.string() }).safeParse(value).success);

export const PLATFORM = 'crash';
