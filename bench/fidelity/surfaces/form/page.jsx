import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { useForm } from 'react-hook-form';

function Booking() {
  const [saved, save] = useState(0);
  const { register, handleSubmit, watch, formState } = useForm({ defaultValues: { seats: 2, room: 'north' } });
  const catering = watch('catering');
  window.surface.get = () => ({ ...watch(), saved });
  return (
    <form onSubmit={handleSubmit(() => save(saved + 1))}>
      <p>
        <label htmlFor="title">Title</label> <input id="title" {...register('title', { required: true })} />
        {formState.errors.title && <em role="alert">A title is needed</em>}
      </p>
      <p>
        <label>
          Contact <input {...register('contact')} placeholder="name@company" />
        </label>
      </p>
      <p>
        <label>
          Door code <input type="password" {...register('code')} />
        </label>
      </p>
      <p>
        <label>
          Room{' '}
          <select {...register('room')}>
            <option value="north">North wing</option>
            <option value="south">South wing</option>
            <option value="attic">Attic</option>
          </select>
        </label>
      </p>
      <fieldset>
        <legend>Layout</legend>
        {['Rows', 'Circle', 'Tables'].map((each) => (
          <label key={each}>
            <input type="radio" value={each} {...register('layout')} /> {each}{' '}
          </label>
        ))}
      </fieldset>
      <p>
        <label>
          <input type="checkbox" {...register('catering')} /> Catering
        </label>
        <label>
          <input type="checkbox" {...register('beamer')} /> Beamer
        </label>
      </p>
      {catering && (
        <p>
          <label>
            Dishes <input {...register('dishes')} />
          </label>
        </p>
      )}
      <p>
        <label>
          Seats <input type="number" {...register('seats')} />
        </label>{' '}
        <label>
          Volume <input type="range" min="0" max="10" {...register('volume')} />
        </label>
      </p>
      <p>
        <label>
          Remarks <textarea rows="4" cols="50" {...register('remarks')} />
        </label>
      </p>
      <button type="submit">Book</button> <output>{saved ? `Booked ${saved} times` : 'Not booked'}</output>
    </form>
  );
}

window.surface = { state: () => window.surface.get() };
createRoot(document.getElementById('root')).render(<Booking />);
