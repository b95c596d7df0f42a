import { zh } from '../../cards/text.zh.ts';
import { dingtalkWorld } from '../fakes/dingtalk/world.ts';
import { describeScenarios } from './scenario-suite.ts';

// The true adapter and the vendor's SDK, with the card template, against fake servers that check every limit.
describeScenarios({
  engines: ['libsql'],
  world: (cast, now) => dingtalkWorld(cast, zh.botName, now, { hasTemplate: true }),
  // It names no tap: two equal ones in one moment are one, and nobody is told that the second came too late.
  lacks: ['equal_taps'],
});
