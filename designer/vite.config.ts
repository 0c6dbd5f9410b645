import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const host = 'http://127.0.0.1:5080';

export default defineConfig({
  base: '/',
  plugins: [react()],
  build: { outDir: 'dist', target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 3000 },
  server: {
    proxy: {
      '/api': host,
      '/v2': host,
      '/hubs': { target: host, ws: true },
    },
  },
});
