import { zh } from '../../cards/text.zh.ts';
import { dingtalkWorld } from '../fakes/dingtalk/world.ts';
import { describeScenarios } from './scenario-suite.ts';

describeScenarios({
  world: (cast, now) => dingtalkWorld(cast, zh.botName, now, { hasTemplate: false }),
  // Without a template buttons become typed commands, there is no card to change, and of a quotation DingTalk tells neither
  // the words nor the message: people name the ticket's number.
  lacks: ['cards', 'card_updates', 'quotes'],
  engines: ['libsql'],
});
