CREATE TABLE films (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  director TEXT NOT NULL,
  genre TEXT NOT NULL,
  release_year INTEGER NOT NULL,
  runtime_min INTEGER NOT NULL,
  certificate TEXT NOT NULL,
  language TEXT NOT NULL
);
CREATE TABLE staff (
  id INTEGER PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  role TEXT NOT NULL,
  hired_on TEXT NOT NULL,
  left_on TEXT,
  hourly_wage REAL NOT NULL,
  is_first_aider INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE screenings (
  id INTEGER PRIMARY KEY,
  film_id INTEGER NOT NULL,
  projectionist_id INTEGER,
  screen TEXT NOT NULL,
  show_date TEXT NOT NULL,
  show_time TEXT NOT NULL,
  is_subtitled INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL,
  FOREIGN KEY (film_id) REFERENCES films(id),
  FOREIGN KEY (projectionist_id) REFERENCES staff(id)
);
CREATE TABLE tickets (
  id INTEGER PRIMARY KEY,
  screening_id INTEGER NOT NULL,
  sold_by INTEGER,
  customer_name TEXT NOT NULL,
  seat TEXT NOT NULL,
  ticket_type TEXT NOT NULL,
  price REAL NOT NULL,
  sold_at TEXT NOT NULL,
  refunded_on TEXT,
  FOREIGN KEY (screening_id) REFERENCES screenings(id),
  FOREIGN KEY (sold_by) REFERENCES staff(id)
);


INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (1, 'The Lantern Keeper', 'Aoife Brennan', 'drama', 2024, 118, '12A', 'English');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (2, 'Midnight Ferry', 'Jonas Lindqvist', 'thriller', 2023, 104, '15', 'Swedish');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (3, 'Paper Rockets', 'Priya Raman', 'family', 2025, 92, 'U', 'English');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (4, 'Salt and Iron', 'Aoife Brennan', 'drama', 2025, 141, '15', 'English');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (5, 'The Last Orchard', 'Mateo Ruiz', 'drama', 2022, 127, 'PG', 'Spanish');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (6, 'Hollow Signal', 'Dana Whitlock', 'horror', 2026, 97, '18', 'English');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (7, 'Captain Biscuit', 'Tom Okafor', 'family', 2026, 88, 'U', 'English');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (8, 'Rue des Ombres', 'Claire Fontaine', 'thriller', 2024, 112, '15', 'French');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (9, 'Comet Season', 'Priya Raman', 'science fiction', 2026, 149, '12A', 'English');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (10, 'Two Left Shoes', 'Tom Okafor', 'comedy', 2025, 101, '12A', 'English');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (11, 'The Glass Meridian', 'Ingrid Solberg', 'science fiction', 2023, 136, 'PG', 'English');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (12, 'Honey and Smoke', 'Claire Fontaine', 'comedy', 2024, 95, '15', 'French');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (13, 'Winter Quarters', 'Ingrid Solberg', 'drama', 2026, 163, '15', 'Norwegian');
INSERT INTO films (id, title, director, genre, release_year, runtime_min, certificate, language) VALUES (14, 'Red Kite Summer', 'Dana Whitlock', 'documentary', 2025, 84, 'PG', 'English');

INSERT INTO staff (id, first_name, last_name, role, hired_on, left_on, hourly_wage, is_first_aider) VALUES (1, 'Martha', 'Quill', 'manager', '2019-04-01', NULL, 19.50, 1);
INSERT INTO staff (id, first_name, last_name, role, hired_on, left_on, hourly_wage, is_first_aider) VALUES (2, 'Dev', 'Anand', 'projectionist', '2021-09-13', NULL, 15.25, 0);
INSERT INTO staff (id, first_name, last_name, role, hired_on, left_on, hourly_wage, is_first_aider) VALUES (3, 'Leona', 'Marsh', 'box office', '2023-02-20', NULL, 12.75, 1);
INSERT INTO staff (id, first_name, last_name, role, hired_on, left_on, hourly_wage, is_first_aider) VALUES (4, 'Piotr', 'Zielinski', 'projectionist', '2024-06-03', NULL, 14.50, 1);
INSERT INTO staff (id, first_name, last_name, role, hired_on, left_on, hourly_wage, is_first_aider) VALUES (5, 'Hannah', 'Boyle', 'box office', '2024-11-18', '2026-05-31', 12.25, 0);
INSERT INTO staff (id, first_name, last_name, role, hired_on, left_on, hourly_wage, is_first_aider) VALUES (6, 'Samir', 'Haddad', 'usher', '2025-03-10', NULL, 11.75, 0);
INSERT INTO staff (id, first_name, last_name, role, hired_on, left_on, hourly_wage, is_first_aider) VALUES (7, 'Grace', 'Tully', 'cafe', '2025-07-01', NULL, 12.00, 1);
INSERT INTO staff (id, first_name, last_name, role, hired_on, left_on, hourly_wage, is_first_aider) VALUES (8, 'Owen', 'Parry', 'usher', '2022-10-05', '2025-08-15', 11.50, 0);
INSERT INTO staff (id, first_name, last_name, role, hired_on, left_on, hourly_wage, is_first_aider) VALUES (9, 'Yuki', 'Tanaka', 'box office', '2025-09-22', NULL, 12.50, 0);
INSERT INTO staff (id, first_name, last_name, role, hired_on, left_on, hourly_wage, is_first_aider) VALUES (10, 'Fergus', 'Lowe', 'projectionist', '2020-01-15', '2024-12-31', 14.25, 0);
INSERT INTO staff (id, first_name, last_name, role, hired_on, left_on, hourly_wage, is_first_aider) VALUES (11, 'Ines', 'Duarte', 'cafe', '2026-08-17', NULL, 11.25, 0);

INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (1, 2, 10, 'Screen 2', '2024-11-08', '20:15', 1, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (2, 11, 10, 'Screen 1', '2024-12-06', '18:00', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (3, 2, 2, 'Screen 2', '2025-01-17', '20:30', 1, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (4, 1, 2, 'Screen 1', '2025-02-14', '19:30', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (5, 1, 4, 'The Attic', '2025-03-02', '15:00', 0, 'cancelled');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (6, 8, 4, 'The Attic', '2025-04-11', '20:45', 1, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (7, 3, 2, 'Screen 1', '2025-05-24', '11:00', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (8, 3, 4, 'Screen 2', '2025-05-31', '11:00', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (9, 10, 4, 'Screen 2', '2025-07-19', '18:15', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (10, 8, 2, 'The Attic', '2025-08-22', '21:00', 1, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (11, 4, 2, 'Screen 1', '2025-10-10', '19:00', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (12, 4, 2, 'Screen 1', '2025-10-18', '19:00', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (13, 3, 4, 'Screen 2', '2025-12-20', '10:30', 0, 'cancelled');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (14, 4, 4, 'Screen 2', '2026-01-09', '20:00', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (15, 1, 2, 'The Attic', '2026-02-14', '20:00', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (16, 9, 4, 'Screen 1', '2026-03-06', '19:15', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (17, 9, 2, 'Screen 1', '2026-03-14', '19:15', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (18, 4, 4, 'The Attic', '2026-03-21', '17:30', 1, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (19, 7, 4, 'Screen 1', '2026-04-04', '11:00', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (20, 7, 2, 'Screen 2', '2026-05-02', '11:00', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (21, 10, 4, 'The Attic', '2026-06-12', '21:15', 0, 'cancelled');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (22, 9, 2, 'Screen 2', '2026-07-10', '20:00', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (23, 7, 4, 'Screen 1', '2026-08-08', '10:45', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (24, 6, 2, 'The Attic', '2026-10-30', '22:00', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (25, 6, 2, 'Screen 2', '2026-10-31', '22:30', 0, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (26, 9, 4, 'Screen 1', '2026-11-07', '18:45', 1, 'shown');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (27, 7, NULL, 'Screen 2', '2026-12-12', '11:00', 0, 'scheduled');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (28, 13, NULL, 'Screen 1', '2026-12-04', '19:30', 1, 'scheduled');
INSERT INTO screenings (id, film_id, projectionist_id, screen, show_date, show_time, is_subtitled, status) VALUES (29, 9, 2, 'Screen 1', '2026-12-19', '19:00', 0, 'scheduled');

INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (1, 1, 3, 'Clara Hensley', 'C4', 'adult', 10.50, '2024-11-05 16:20:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (2, 1, NULL, 'Joel Mbeki', 'C5', 'student', 8.00, '2024-11-07 21:04:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (3, 2, 3, 'Ruth Pemberton', 'A8', 'senior', 8.50, '2024-12-02 11:15:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (4, 3, 5, 'Clara Hensley', 'D2', 'adult', 10.50, '2025-01-15 17:40:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (5, 4, 5, 'Ben Ashworth', 'F6', 'adult', 11.50, '2025-02-10 18:05:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (6, 4, 5, 'Ben Ashworth', 'F7', 'adult', 11.50, '2025-02-10 18:05:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (7, 4, NULL, 'Tess Gallagher', 'G1', 'student', 8.50, '2025-02-13 09:30:00', '2025-02-14');
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (8, 6, 3, 'Clara Hensley', 'B3', 'adult', 11.50, '2025-04-09 12:10:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (9, 7, 3, 'Nadia Farouk', 'A1', 'child', 6.50, '2025-05-20 15:45:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (10, 7, 3, 'Nadia Farouk', 'A2', 'child', 6.50, '2025-05-20 15:45:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (11, 7, 3, 'Nadia Farouk', 'A3', 'adult', 11.00, '2025-05-20 15:45:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (12, 8, 5, 'Sunita Rao', 'B5', 'child', 6.50, '2025-05-30 13:25:00', '2025-05-31');
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (13, 9, NULL, 'Joel Mbeki', 'E4', 'student', 8.50, '2025-07-18 22:50:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (14, 10, 5, 'Ruth Pemberton', 'C1', 'senior', 9.00, '2025-08-19 10:00:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (15, 11, 9, 'Ivor Blake', 'H3', 'adult', 12.00, '2025-10-06 14:35:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (16, 11, 9, 'Ruth Pemberton', 'H4', 'senior', 9.00, '2025-10-07 10:30:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (17, 11, NULL, 'Tess Gallagher', 'J9', 'student', 8.50, '2025-10-09 19:55:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (18, 12, 3, 'Ivor Blake', 'H5', 'adult', 12.00, '2025-10-17 16:05:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (19, 14, 9, 'Marcus Dell', 'B2', 'adult', 12.50, '2026-01-08 18:20:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (20, 15, 3, 'Ben Ashworth', 'A4', 'adult', 12.50, '2025-12-30 12:40:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (21, 15, 3, 'Ben Ashworth', 'A5', 'adult', 12.50, '2025-12-30 12:40:00', '2026-02-10');
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (22, 16, 9, 'Clara Hensley', 'D6', 'adult', 13.00, '2026-03-02 17:15:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (23, 16, 9, 'Sunita Rao', 'D7', 'adult', 13.00, '2026-03-03 11:50:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (24, 17, 3, 'Joel Mbeki', 'E1', 'student', 9.00, '2026-03-12 20:10:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (25, 17, NULL, 'Tess Gallagher', 'E2', 'student', 9.00, '2026-03-13 08:45:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (26, 18, 5, 'Ruth Pemberton', 'B7', 'senior', 9.50, '2026-03-19 10:20:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (27, 19, 3, 'Nadia Farouk', 'A5', 'child', 7.00, '2026-04-01 16:00:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (28, 19, 3, 'Nadia Farouk', 'A6', 'child', 7.00, '2026-04-01 16:00:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (29, 19, 3, 'Nadia Farouk', 'A7', 'adult', 12.00, '2026-04-01 16:00:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (30, 20, 5, 'Sunita Rao', 'C3', 'child', 7.00, '2026-04-29 14:30:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (31, 20, 5, 'Sunita Rao', 'C4', 'adult', 12.00, '2026-04-29 14:30:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (32, 22, 9, 'Clara Hensley', 'F1', 'adult', 13.00, '2026-07-06 18:55:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (33, 22, NULL, 'Marcus Dell', 'F9', 'adult', 13.00, '2026-07-09 23:10:00', '2026-07-10');
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (34, 23, 3, 'Nadia Farouk', 'B1', 'child', 7.50, '2026-08-05 15:05:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (35, 24, 9, 'Joel Mbeki', 'A9', 'student', 9.50, '2026-10-27 19:25:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (36, 24, NULL, 'Tess Gallagher', 'B9', 'student', 9.50, '2026-10-28 21:35:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (37, 25, 9, 'Marcus Dell', 'C7', 'adult', 13.50, '2026-10-30 17:45:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (38, 26, 3, 'Ivor Blake', 'G4', 'senior', 9.75, '2026-11-03 11:10:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (39, 26, 9, 'Clara Hensley', 'G5', 'adult', 13.50, '2026-11-04 18:00:00', NULL);
INSERT INTO tickets (id, screening_id, sold_by, customer_name, seat, ticket_type, price, sold_at, refunded_on) VALUES (40, 29, NULL, 'Ben Ashworth', 'D1', 'adult', 13.50, '2026-11-20 12:30:00', NULL);
