import { plainWorld } from '../support/plain-world.ts';
import { describeScenarios } from './scenario-suite.ts';

// None of the optional capabilities: buttons become typed commands, private answers become mentions.
describeScenarios({ world: plainWorld, lacks: ['cards', 'private_answers', 'card_updates', 'files'] });
