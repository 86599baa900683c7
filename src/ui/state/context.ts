/** @file How the workspace reaches every component: App sets it once, stages get it. */
import { createContext } from 'svelte';
import type { Workspace } from './contract.ts';

export const [getWorkspace, setWorkspace] = createContext<Workspace>();
