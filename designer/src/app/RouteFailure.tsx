import { useRouteError } from 'react-router';
import { Failure } from '../ui/states';

/** A page that could not be shown; the frame around it stays. */
export function RouteFailure() {
  const error = useRouteError();
  return <Failure error={error} onRetry={() => window.location.reload()} />;
}
