import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import { mount } from 'svelte';
import { samples } from 'virtual:samples';
import './app.css';
import App from './ui/App.svelte';

mount(App, { target: document.getElementById('app')!, props: { samples } });
