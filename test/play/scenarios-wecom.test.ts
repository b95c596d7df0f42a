import { zh } from '../../cards/text.zh.ts';
import { wecomWorld } from '../fakes/wecom/world.ts';
import { describeScenarios } from './scenario-suite.ts';

// The true adapter and the vendor's SDK, against a fake server that checks every limit.
describeScenarios({
  engines: ['libsql'],
  world: (cast, now) => wecomWorld(cast, zh.botName, now),
  // It names the second of a tap, no more.
  lacks: ['exact_taps'],
});
