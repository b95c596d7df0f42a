import { describeYears } from './suite.ts';

// Files of their own, so that all of the machine's cores work on the years.
describeYears({ from: 1, to: 25, onMysql: 2 });
