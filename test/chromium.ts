/** @file Finds the Chromium that tests drive. Run as a script it also gets one where there is none. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const commands = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const programs = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap((folder) =>
    folder
      ? [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')]
      : [],
  ),
];

/** CHROME_PATH, else an installed Chrome, Chromium or Edge, else what Playwright has downloaded before, else null. */
export function findChromium(): string | null {
  const { CHROME_PATH, PATH = '' } = process.env;
  if (CHROME_PATH) {
    if (!existsSync(CHROME_PATH)) throw new Error(`CHROME_PATH: no such file: ${CHROME_PATH}`);
    return CHROME_PATH;
  }
  const inPath = commands.flatMap((command) => PATH.split(delimiter).map((folder) => join(folder, command)));
  return [...inPath, ...programs, chromium.executablePath()].find((path) => path !== '' && existsSync(path)) ?? null;
}

/**
 * The flags of every test browser: nothing dials out. Without `gpu` headless Chromium has no WebGPU adapter here,
 * with it there is one in software (SwiftShader) at least.
 */
export function chromiumArguments({ gpu }: { gpu: boolean }): string[] {
  return [
    '--headless=new',
    '--no-sandbox',
    ...(gpu ? ['--enable-unsafe-webgpu'] : []),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
  ];
}

/** Playwright's download unless PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD says no, then Debian's package where we may install. */
function getChromium(): void {
  const attempts: [command: string, words: string[]][] = [];
  if (!process.env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD)
    attempts.push(['npx', ['--no-install', 'playwright', 'install', 'chromium']]);
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'))
    attempts.push(['apt-get', ['update', '-qq']], ['apt-get', ['install', '-y', '-qq', 'chromium']]);
  for (const [command, words] of attempts) {
    try {
      execFileSync(command, words, { stdio: 'inherit', timeout: 600_000 });
    } catch {
      // The next way is tried; what none could do is said by the caller.
    }
    if (findChromium()) return;
  }
}

if (process.argv[1] === import.meta.filename) {
  if (!findChromium()) getChromium();
  const found = findChromium();
  if (!found) throw new Error('no Chromium: install Chrome, Chromium or Edge, or set CHROME_PATH');
  console.log(`Chromium: ${found}`);
}
