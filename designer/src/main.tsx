import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import './ui/kern.scss';
import './ui/ui.css';
import './i18n';
import { queryClient } from './app/queryClient';
import { router } from './app/routes';

const root = document.getElementById('root');
if (root === null) throw new Error('Expected index.html to have an element with id root.');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
