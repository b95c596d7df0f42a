#!/usr/bin/env node
// `npx dutybell <command>` in a checkout: the command line under the Node that the checkout pins.
import { join } from 'node:path';
import { become, ensureInstalled, nodePath, root } from '../scripts/checkout.mjs';

ensureInstalled();
become(nodePath(), [join(root, 'bot', 'cli.ts'), ...process.argv.slice(2)]);
