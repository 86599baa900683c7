/** @file Light, dark, or as the system says; kept in this browser. */
export const themes = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themes)[number];
const key = 'plumb-theme';

/** The kept choice, put into force. */
export function restoreTheme(): ThemeChoice {
  const kept = themes.find((theme) => theme === localStorage.getItem(key)) ?? 'auto';
  force(kept);
  return kept;
}

/** The choice after `theme`, put into force and kept. */
export function nextTheme(theme: ThemeChoice): ThemeChoice {
  const next = themes[(themes.indexOf(theme) + 1) % themes.length]!;
  localStorage.setItem(key, next);
  force(next);
  return next;
}

function force(theme: ThemeChoice): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
