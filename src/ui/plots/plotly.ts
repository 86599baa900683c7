/** @file The one door to plotly.js: loaded when the first plot is drawn, with only the traces used here. */
import type { Config } from 'plotly.js';

export type Plotly = typeof import('plotly.js').default;

let loading: Promise<Plotly> | null = null;

/** plotly's core (scatter is in it), bars and heat maps. Fetched once; a failed fetch is tried again by the next plot. */
export function loadPlotly(): Promise<Plotly> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(): Promise<Plotly> {
  const [core, bar, heatmap] = await Promise.all([
    import('plotly.js/lib/core'),
    import('plotly.js/lib/bar'),
    import('plotly.js/lib/heatmap'),
  ]);
  core.default.register([bar.default, heatmap.default]);
  return core.default;
}

/** Nothing is ever sent anywhere (plotly 4 would offer to), and the page brings its own buttons. */
export const config: Partial<Config> = {
  showSendToCloud: false,
  displaylogo: false,
  displayModeBar: false,
  responsive: false,
  staticPlot: false,
  scrollZoom: false,
  // Plot goes back to the whole scale by itself.
  doubleClick: false,
};
