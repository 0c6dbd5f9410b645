import { Navigate, type RouteObject, createBrowserRouter } from 'react-router';
import { Frame } from './Frame';
import { Only } from './Only';
import { NotFound } from './NotFound';
import { RouteFailure } from './RouteFailure';

const pages: RouteObject[] = [
  { index: true, element: <Navigate to="/posteingang" replace /> },
  { path: 'posteingang/:taskKey?', lazy: async () => ({ Component: (await import('../features/inbox')).InboxPage }) },
  { path: 'vorgaenge', lazy: async () => ({ Component: (await import('../features/cases')).CasesPage }) },
  { path: 'vorgaenge/:caseKey', lazy: async () => ({ Component: (await import('../features/case')).CasePage }) },
  { path: 'prozesse', lazy: async () => ({ Component: (await import('../features/catalogue')).CataloguePage }) },
  {
    path: 'prozesse/:processId',
    lazy: async () => ({ Component: (await import('../features/catalogue')).ProcessPage }),
  },
  {
    path: 'prozesse/:processId/starten',
    lazy: async () => ({ Component: (await import('../features/catalogue')).StartPage }),
  },
  {
    path: 'prozesse/:processId/bearbeiten',
    lazy: async () => ({ Component: (await import('../features/modeller')).ModellerPage }),
  },
  {
    path: 'prozesse/:processId/umstellen',
    lazy: async () => ({ Component: (await import('../features/migration')).MigrationPage }),
  },
  {
    path: 'prozesse/:processId/simulieren',
    lazy: async () => ({ Component: (await import('../features/simulation')).SimulationPage }),
  },
  { path: 'auswertung', lazy: async () => ({ Component: (await import('../features/insight')).InsightPage }) },
  { path: 'ideen', lazy: async () => ({ Component: (await import('../features/ideas')).IdeasPage }) },
  { path: 'ideen/neu', lazy: async () => ({ Component: (await import('../features/ideas')).NewIdeaPage }) },
  { path: 'ideen/:ideaKey', lazy: async () => ({ Component: (await import('../features/ideas')).IdeaPage }) },
  {
    path: 'sensorik/:part?/:id?',
    lazy: async () => ({ Component: (await import('../features/sensors')).SensingPage }),
  },
  { path: 'leerungen', lazy: async () => ({ Component: (await import('../features/sensors')).CollectionsPage }) },
  { path: 'fahrt', lazy: async () => ({ Component: (await import('../features/sensors')).DrivePage }) },
  { path: 'chronik', lazy: async () => ({ Component: (await import('../features/chronicle')).ChroniclePage }) },
  {
    element: <Only permission="operations" title="nav.operations" />,
    children: [
      { path: 'betrieb', lazy: async () => ({ Component: (await import('../features/operations')).OperationsPage }) },
    ],
  },
  {
    path: 'vertretung',
    lazy: async () => ({ Component: (await import('../features/substitution')).SubstitutionPage }),
  },
  { path: 'konto', lazy: async () => ({ Component: (await import('../features/account')).AccountPage }) },
  {
    element: <Only permission="administration" title="nav.administration" />,
    children: [
      {
        path: 'verwaltung',
        lazy: async () => ({ Component: (await import('../features/administration')).AdministrationPage }),
      },
    ],
  },
  { path: '*', element: <NotFound /> },
];

export const router = createBrowserRouter([
  {
    // While the first page's code is loading the window stays as empty as it is.
    HydrateFallback: () => null,
    errorElement: <RouteFailure />,
    children: [
      { path: '/anmelden', lazy: async () => ({ Component: (await import('../features/session')).SignInPage }) },
      { path: '/einrichtung', lazy: async () => ({ Component: (await import('../features/session')).SetupPage }) },
      { path: '/', element: <Frame />, children: [{ errorElement: <RouteFailure />, children: pages }] },
    ],
  },
]);
