/** @file The parts of the Evaluate stage, by the end of their address. */
export const pages = [
  { page: '', name: 'Verdict' },
  { page: 'cost', name: 'Cutoff and cost' },
  { page: 'curves', name: 'Curves and calibration' },
  { page: 'mistakes', name: 'Mistakes' },
  { page: 'compare', name: 'Compare' },
];
