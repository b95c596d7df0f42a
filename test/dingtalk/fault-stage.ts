import type { StreamTimes } from '../../platforms/dingtalk/stream-entrance.ts';
import type { DingtalkMessage } from '../fakes/dingtalk/card-face.ts';
import type { FakeDingtalk } from '../fakes/dingtalk/server.ts';
import { type DingtalkWorld, dingtalkWorld } from '../fakes/dingtalk/world.ts';
import { type FaultStage, OPS, openFaultStage } from '../fakes/fault-stage.ts';

export interface DingtalkStage extends FaultStage<DingtalkWorld> {
  readonly fake: FakeDingtalk;
  /** What stands in the group, said by the bot or for it. */
  group(): readonly DingtalkMessage[];
  /** Cards that stand in the group. */
  cards(): readonly DingtalkMessage[];
  /** People whom messages in the group rang, in order. */
  rings(): readonly string[];
}

export const ROOM = { kind: 'group', chatId: OPS } as const;

export async function openDingtalkStage(url: string, streamTimes: StreamTimes = {}): Promise<DingtalkStage> {
  const stage = await openFaultStage(url, (cast, botName, now) =>
    dingtalkWorld(cast, botName, now, { hasTemplate: true, streamTimes }),
  );
  const { fake } = stage.world;
  const group = () => fake.rooms.in(ROOM).filter(({ from }) => typeof from === 'string');
  const cards = () => group().filter(({ card }) => card !== undefined);
  const rings = () => group().flatMap((message) => message.rings);
  return Object.assign(stage, { fake, group, cards, rings });
}
