// Prints `N passed, N failed` from Vitest's JSON report. A check that failed without a failed test counts as one.
import { existsSync, readFileSync } from 'node:fs';

const [file, code] = process.argv.slice(2);
const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { numPassedTests: 0, testResults: [] };
const failed = report.testResults
  .filter(({ status }) => status === 'failed')
  .reduce((sum, { assertionResults }) => {
    const tests = assertionResults.filter(({ status }) => status === 'failed').length;
    return sum + Math.max(1, tests);
  }, 0);
console.log(`${report.numPassedTests} passed, ${Math.max(failed, code === '0' ? 0 : 1)} failed`);
