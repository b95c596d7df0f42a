import { describeYears } from './suite.ts';

// In a file of their own, so that two of the machine's cores work on them.
describeYears({ from: 51, to: 100, onMysql: 3 });
