import { sandboxWorld } from '../../bot/play/sandbox-world.ts';
import { zh } from '../../cards/text.zh.ts';
import { describeScenarios } from './scenario-suite.ts';

describeScenarios({ world: (cast, now) => sandboxWorld(cast, zh.botName, now), lacks: [] });
