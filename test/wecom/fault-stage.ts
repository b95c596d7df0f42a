import type { WecomOptions } from '../../platforms/wecom/platform.ts';
import { type FaultStage, OPS, openFaultStage } from '../fakes/fault-stage.ts';
import type { WecomMessage } from '../fakes/wecom/card-kind.ts';
import type { FakeWecom } from '../fakes/wecom/server.ts';
import { type WecomWorld, wecomWorld } from '../fakes/wecom/world.ts';

export interface WecomStage extends FaultStage<WecomWorld> {
  readonly fake: FakeWecom;
  /** What stands in the group, said by the bot or for it. */
  group(): readonly WecomMessage[];
}

export async function openWecomStage(
  url: string,
  options: Pick<WecomOptions, 'socketTimes'> = {},
): Promise<WecomStage> {
  const stage = await openFaultStage(url, (cast, botName, now) => wecomWorld(cast, botName, now, options));
  const { fake } = stage.world;
  const group = () => fake.rooms.in({ kind: 'group', chatId: OPS }).filter(({ from }) => typeof from === 'string');
  return Object.assign(stage, { fake, group });
}
