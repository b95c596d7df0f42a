import { plainWorld } from '../support/plain-world.ts';
import { describeScenarios } from './scenario-suite.ts';

// None of the optional capabilities: buttons become typed commands, private answers become mentions. The sandbox is played
// on both engines.
describeScenarios({
  engines: ['libsql'],
  world: plainWorld,
  lacks: ['cards', 'private_answers', 'card_updates', 'files'],
});
