/** @file One theme for all plots, read from the page's CSS tokens and told again when light turns to dark. */
import type { Data, Layout } from 'plotly.js';
import { createSubscriber } from 'svelte/reactivity';
import type { Figure } from './figure.ts';

/** Looks up a token's colour by its name without the dashes. */
export type Theme = (token: string) => string;

const subscribe = createSubscriber((update) => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(update);
  dark.addEventListener('change', update);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'data-theme', 'style'] });
  return () => {
    dark.removeEventListener('change', update);
    observer.disconnect();
  };
});

/** The tokens in force now; read in an effect it runs again when they change. */
export function pageTheme(): Theme {
  subscribe();
  const style = getComputedStyle(document.documentElement);
  return (token) => style.getPropertyValue(`--${token}`).trim();
}

/** Below this width in pixels labels are drawn larger and ticks fewer. */
export const narrow = 360;

const sans = '"Inter Variable", Inter, system-ui, sans-serif';

/** What plotly is given: the figure with its colours filled in, at this width in pixels. Pure. */
export function themed(figure: Figure, theme: Theme, width: number): { data: Data[]; layout: Partial<Layout> } {
  const small = width < narrow;
  const size = small ? 14 : 12.5;
  const axis = {
    color: theme('soft'),
    gridcolor: theme('line'),
    linecolor: theme('line'),
    zeroline: false,
    automargin: true,
    fixedrange: true,
    ticks: '',
    nticks: small ? 5 : 7,
    tickfont: { size, color: theme('soft') },
    title: { font: { size, color: theme('soft') }, standoff: 10 },
  };
  const base = {
    width,
    height: figure.height ?? (small ? 250 : 270),
    margin: { l: 8, r: small ? 10 : 16, t: 10, b: 8 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: sans, size, color: theme('soft') },
    showlegend: false,
    legend: {
      orientation: 'h',
      x: 0,
      y: 1,
      xanchor: 'left',
      yanchor: 'bottom',
      font: { size },
      itemclick: false,
      itemdoubleclick: false,
    },
    hoverlabel: {
      bgcolor: theme('raised'),
      bordercolor: theme('line'),
      font: { family: sans, size: 13, color: theme('ink') },
    },
    hovermode: 'closest',
    dragmode: false,
    xaxis: axis,
    yaxis: axis,
  };
  const layout = merge(base, fill(figure.layout, theme));
  return { data: fill(figure.data, theme) as Data[], layout: layout as Partial<Layout> };
}

/** A copy in which every `var(--token)` or `var(--token) opacity` is a colour. Arrays of numbers are passed as they are. */
export function fill(value: unknown, theme: Theme): unknown {
  if (typeof value === 'string') {
    const found = /^var\(--([\w-]+)\)(?: ([\d.]+))?$/.exec(value);
    return found ? withOpacity(theme(found[1]!), Number(found[2] ?? 1)) : value;
  }
  if (ArrayBuffer.isView(value) || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value))
    return typeof value[0] === 'number' && typeof value[1] !== 'string'
      ? value
      : value.map((entry) => fill(entry, theme));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fill(entry, theme)]));
}

function withOpacity(colour: string, opacity: number): string {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1];
  if (opacity === 1 || !hex) return colour;
  const six = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  const [r, g, b] = [0, 2, 4].map((at) => parseInt(six.slice(at, at + 2), 16));
  return `rgba(${r},${g},${b},${opacity})`;
}

function merge(base: unknown, over: unknown): unknown {
  if (!isRecord(base) || !isRecord(over)) return over === undefined ? base : over;
  const out: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) out[key] = merge(out[key], value);
  return out;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
