CREATE TABLE teams (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT NOT NULL,
  founded INTEGER NOT NULL,
  stadium TEXT NOT NULL,
  capacity INTEGER NOT NULL,
  coach TEXT
);
CREATE TABLE players (
  id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  team_id INTEGER REFERENCES teams(id),
  position TEXT NOT NULL,
  nationality TEXT NOT NULL,
  birth_date TEXT NOT NULL,
  shirt_number INTEGER,
  injured INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE matches (
  id INTEGER PRIMARY KEY,
  season TEXT NOT NULL,
  match_date TEXT NOT NULL,
  home_team_id INTEGER NOT NULL REFERENCES teams(id),
  away_team_id INTEGER NOT NULL REFERENCES teams(id),
  home_score INTEGER,
  away_score INTEGER,
  attendance INTEGER,
  status TEXT NOT NULL
);
CREATE TABLE goals (
  id INTEGER PRIMARY KEY,
  match_id INTEGER NOT NULL REFERENCES matches(id),
  player_id INTEGER NOT NULL REFERENCES players(id),
  minute INTEGER NOT NULL,
  goal_type TEXT NOT NULL
);

INSERT INTO teams (id, name, city, founded, stadium, capacity, coach) VALUES (1, 'Riverside Rovers', 'Durham', 1921, 'Riverside Park', 12500, 'Carla Mendes');
INSERT INTO teams (id, name, city, founded, stadium, capacity, coach) VALUES (2, 'Carlisle Foxes', 'Carlisle', 1908, 'Brunton Lane', 18200, 'Pete Hallam');
INSERT INTO teams (id, name, city, founded, stadium, capacity, coach) VALUES (3, 'Harbour United', 'Whitby', 1934, 'Harbour Ground', 8600, 'Sinead Doyle');
INSERT INTO teams (id, name, city, founded, stadium, capacity, coach) VALUES (4, 'Kendal Town', 'Kendal', 1899, 'Mint Street', 6900, 'Joris de Wit');
INSERT INTO teams (id, name, city, founded, stadium, capacity, coach) VALUES (5, 'Durham Athletic', 'Durham', 1947, 'Castle Meadow', 15300, NULL);
INSERT INTO teams (id, name, city, founded, stadium, capacity, coach) VALUES (6, 'Tyne Wanderers', 'Newcastle', 1911, 'Quayside Arena', 24100, 'Marek Novak');
INSERT INTO teams (id, name, city, founded, stadium, capacity, coach) VALUES (7, 'Hexham Albion', 'Hexham', 1958, 'Tynedale Field', 5400, 'Ruth Appleby');
INSERT INTO teams (id, name, city, founded, stadium, capacity, coach) VALUES (8, 'Lakeside Stars', 'Kendal', 1972, 'Lakeside Stadium', 9750, 'Omar Farouk');

INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (1, 'Liam Carter', 1, 'goalkeeper', 'England', '1996-03-14', 1, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (2, 'Bruno Teixeira', 1, 'defender', 'Portugal', '1999-07-22', 4, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (3, 'Diego Sousa', 1, 'forward', 'Brazil', '2001-11-05', 9, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (4, 'Callum Reid', 1, 'defender', 'Scotland', '2004-01-30', 5, 1);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (5, 'Jack Ormond', 1, 'midfielder', 'England', '2000-08-17', 8, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (6, 'Ivan Petrov', 2, 'goalkeeper', 'Bulgaria', '1993-05-09', 1, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (7, 'Tom Ridley', 2, 'defender', 'England', '1998-12-02', 3, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (8, 'Rafael Lima', 2, 'midfielder', 'Brazil', '2002-04-26', 10, 1);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (9, 'Kofi Mensah', 2, 'forward', 'Ghana', '1997-10-11', 11, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (10, 'Niall Brady', 3, 'goalkeeper', 'Ireland', '2003-06-19', 1, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (11, 'Sean Gallagher', 3, 'defender', 'Ireland', '1995-02-08', 6, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (12, 'Mateus Rocha', 3, 'forward', 'Brazil', '1999-09-30', 9, 1);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (13, 'Adam Whitlock', 3, 'midfielder', 'England', '2005-03-03', 17, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (14, 'Pieter Jansen', 4, 'goalkeeper', 'Netherlands', '1994-11-27', 1, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (15, 'Euan McLeod', 4, 'defender', 'Scotland', '2000-01-12', 2, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (16, 'Yusuf Demir', 4, 'forward', 'Turkey', '2003-09-06', 7, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (17, 'Harry Blaine', 4, 'midfielder', 'England', '1996-07-15', 8, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (18, 'Lukas Braun', 5, 'goalkeeper', 'Germany', '1998-04-04', 1, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (19, 'Marco Ferri', 5, 'defender', 'Italy', '1992-08-21', 5, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (20, 'Andre Costa', 5, 'forward', 'Brazil', '2004-05-16', 9, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (21, 'Ben Talbot', 5, 'midfielder', 'England', '2001-02-25', 14, 1);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (22, 'Jan Kowalski', 6, 'goalkeeper', 'Poland', '1995-12-18', 1, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (23, 'Emeka Obi', 6, 'forward', 'Nigeria', '1998-06-07', 9, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (24, 'Declan Shaw', 6, 'midfielder', 'Ireland', '2002-10-23', 6, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (25, 'Rory Finch', 6, 'defender', 'England', '2003-12-11', 3, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (26, 'Pawel Mazur', 7, 'defender', 'Poland', '1997-01-19', 4, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (27, 'Gareth Pugh', 7, 'forward', 'Wales', '1999-03-28', 10, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (28, 'Simon Keane', 7, 'goalkeeper', 'Ireland', '2000-11-14', 1, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (29, 'Luis Herrera', 8, 'forward', 'Spain', '1996-09-01', 9, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (30, 'Aled Morgan', 8, 'midfielder', 'Wales', '2004-07-08', 18, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (31, 'Victor Lund', 8, 'goalkeeper', 'Sweden', '1994-02-15', 1, 1);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (32, 'Felipe Araujo', NULL, 'forward', 'Brazil', '1995-05-29', NULL, 0);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (33, 'Nathan Cole', NULL, 'defender', 'England', '1993-10-06', NULL, 1);
INSERT INTO players (id, full_name, team_id, position, nationality, birth_date, shirt_number, injured) VALUES (34, 'Oskar Nyman', NULL, 'goalkeeper', 'Finland', '2001-08-13', NULL, 0);

INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (1, '2024/25', '2024-09-14', 1, 2, 2, 1, 7420, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (2, '2024/25', '2024-10-05', 3, 4, 1, 0, 3110, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (3, '2024/25', '2024-11-23', 6, 5, 1, 1, 15200, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (4, '2024/25', '2025-01-18', 7, 8, 0, 2, 2480, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (5, '2024/25', '2025-02-22', 2, 6, 1, 1, 9900, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (6, '2024/25', '2025-04-12', 5, 1, 0, 1, 6050, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (7, '2024/25', '2025-05-03', 4, 7, 0, 0, 2015, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (8, '2025/26', '2025-08-30', 1, 3, 2, 1, 8130, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (9, '2025/26', '2025-10-04', 2, 5, 2, 0, 11250, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (10, '2025/26', '2025-10-11', 6, 7, 2, 0, 17600, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (11, '2025/26', '2025-10-25', 8, 4, 0, 1, 4300, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (12, '2025/26', '2025-12-06', 3, 6, 1, 1, NULL, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (13, '2025/26', '2026-01-24', 4, 1, 0, 1, 3600, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (14, '2025/26', '2026-02-14', 5, 8, 2, 1, 7700, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (15, '2025/26', '2026-03-21', 7, 2, 0, 1, 2900, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (16, '2025/26', '2026-04-18', 6, 1, 0, 1, 19350, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (17, '2025/26', '2026-05-09', 2, 3, 2, 0, 12040, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (18, '2026/27', '2026-08-29', 8, 6, 1, 0, 5150, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (19, '2026/27', '2026-09-19', 1, 5, 1, 0, 8800, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (20, '2026/27', '2026-10-10', 4, 2, 1, 0, 4020, 'played');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (21, '2026/27', '2026-10-31', 3, 8, NULL, NULL, NULL, 'postponed');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (22, '2026/27', '2026-11-14', 7, 1, NULL, NULL, NULL, 'postponed');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (23, '2026/27', '2026-12-05', 2, 4, NULL, NULL, NULL, 'scheduled');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (24, '2026/27', '2026-12-12', 5, 6, NULL, NULL, NULL, 'scheduled');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (25, '2026/27', '2026-12-19', 8, 7, NULL, NULL, NULL, 'scheduled');
INSERT INTO matches (id, season, match_date, home_team_id, away_team_id, home_score, away_score, attendance, status) VALUES (26, '2026/27', '2027-01-09', 1, 6, NULL, NULL, NULL, 'scheduled');

INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (1, 1, 3, 12, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (2, 1, 3, 67, 'penalty');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (3, 1, 9, 81, 'header');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (4, 2, 12, 33, 'free kick');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (5, 3, 23, 8, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (6, 3, 20, 55, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (7, 4, 29, 41, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (8, 4, 29, 88, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (9, 5, 9, 21, 'header');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (10, 5, 23, 90, 'penalty');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (11, 6, 3, 30, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (12, 8, 3, 5, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (13, 8, 5, 49, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (14, 8, 12, 83, 'header');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (15, 9, 9, 15, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (16, 9, 9, 62, 'penalty');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (17, 10, 23, 37, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (18, 10, 24, 72, 'free kick');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (19, 11, 16, 58, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (20, 12, 12, 19, 'penalty');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (21, 12, 23, 44, 'header');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (22, 13, 3, 78, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (23, 14, 20, 26, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (24, 14, 29, 51, 'penalty');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (25, 14, 19, 89, 'header');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (26, 15, 8, 60, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (27, 16, 3, 85, 'penalty');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (28, 17, 7, 29, 'header');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (29, 17, 9, 40, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (30, 18, 30, 11, 'open play');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (31, 19, 5, 22, 'free kick');
INSERT INTO goals (id, match_id, player_id, minute, goal_type) VALUES (32, 20, 17, 90, 'open play');
