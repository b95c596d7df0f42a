// `npm start`: installs what is missing, then runs the bot. Works under any Node from 14 on.
import { join } from 'node:path';
import { become, ensureInstalled, nodePath, root } from './checkout.mjs';

ensureInstalled();
become(nodePath(), [join(root, 'bot', 'cli.ts'), 'start', ...process.argv.slice(2)]);
