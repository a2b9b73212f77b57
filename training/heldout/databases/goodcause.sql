CREATE TABLE Donors (
  DonorId INTEGER PRIMARY KEY,
  DonorName TEXT NOT NULL,
  DonorType TEXT NOT NULL,
  City TEXT NOT NULL,
  Email TEXT,
  GiftAid INTEGER NOT NULL DEFAULT 0,
  RegisteredOn TEXT NOT NULL
);
CREATE TABLE Volunteers (
  VolunteerId INTEGER PRIMARY KEY,
  FirstName TEXT NOT NULL,
  LastName TEXT NOT NULL,
  City TEXT NOT NULL,
  JoinedOn TEXT NOT NULL,
  Phone TEXT,
  BackgroundChecked INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE Campaigns (
  CampaignId INTEGER PRIMARY KEY,
  Title TEXT NOT NULL,
  Cause TEXT NOT NULL,
  Goal REAL NOT NULL,
  StartDate TEXT NOT NULL,
  EndDate TEXT,
  LeadVolunteerId INTEGER,
  FOREIGN KEY (LeadVolunteerId) REFERENCES Volunteers(VolunteerId)
);
CREATE TABLE Donations (
  DonationId INTEGER PRIMARY KEY,
  DonorId INTEGER,
  CampaignId INTEGER NOT NULL,
  Amount REAL NOT NULL,
  DonatedOn TEXT NOT NULL,
  PaymentMethod TEXT NOT NULL,
  Status TEXT NOT NULL,
  FOREIGN KEY (DonorId) REFERENCES Donors(DonorId),
  FOREIGN KEY (CampaignId) REFERENCES Campaigns(CampaignId)
);
CREATE TABLE VolunteerShifts (
  ShiftId INTEGER PRIMARY KEY,
  VolunteerId INTEGER NOT NULL,
  CampaignId INTEGER NOT NULL,
  ShiftDate TEXT NOT NULL,
  Hours REAL NOT NULL,
  Task TEXT NOT NULL,
  FOREIGN KEY (VolunteerId) REFERENCES Volunteers(VolunteerId),
  FOREIGN KEY (CampaignId) REFERENCES Campaigns(CampaignId)
);


INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (1, 'Eleanor Whitcombe', 'individual', 'Bristol', 'eleanor.whitcombe@mail.example', 1, '2023-11-04');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (2, 'Harcourt Builders Ltd', 'company', 'Bath', 'office@harcourtbuilders.example', 0, '2024-01-19');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (3, 'Rashid Karim', 'individual', 'Bristol', NULL, 1, '2024-03-02');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (4, 'The Penrose Trust', 'trust', 'Exeter', 'grants@penrosetrust.example', 0, '2024-02-11');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (5, 'Siobhan Daly', 'individual', 'Cardiff', 'siobhan.daly@mail.example', 1, '2024-06-27');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (6, 'Tamar Valley Dairies', 'company', 'Plymouth', 'hello@tamardairies.example', 0, '2024-09-15');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (7, 'George Apsley', 'individual', 'Bath', NULL, 0, '2025-01-08');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (8, 'Mei-Lin Chow', 'individual', 'Bristol', 'meilin.chow@mail.example', 1, '2025-02-20');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (9, 'Oldfield Family Trust', 'trust', 'Taunton', NULL, 0, '2025-04-30');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (10, 'Kwame Boateng', 'individual', 'Exeter', 'kwame.b@mail.example', 1, '2025-07-16');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (11, 'Severn Print Works', 'company', 'Bristol', 'accounts@severnprint.example', 0, '2025-11-12');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (12, 'Lydia Froome', 'individual', 'Bristol', NULL, 0, '2026-02-03');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (13, 'Anton Vasile', 'individual', 'Cardiff', 'anton.vasile@mail.example', 0, '2026-05-21');
INSERT INTO Donors (DonorId, DonorName, DonorType, City, Email, GiftAid, RegisteredOn) VALUES (14, 'Brunel Coffee Roasters', 'company', 'Bristol', NULL, 0, '2026-09-09');

INSERT INTO Volunteers (VolunteerId, FirstName, LastName, City, JoinedOn, Phone, BackgroundChecked) VALUES (1, 'Jess', 'Tregenza', 'Bristol', '2022-05-14', '0117 496 0112', 1);
INSERT INTO Volunteers (VolunteerId, FirstName, LastName, City, JoinedOn, Phone, BackgroundChecked) VALUES (2, 'Malik', 'Osei', 'Bath', '2023-03-28', NULL, 1);
INSERT INTO Volunteers (VolunteerId, FirstName, LastName, City, JoinedOn, Phone, BackgroundChecked) VALUES (3, 'Dorothy', 'Lang', 'Bristol', '2023-10-02', '0117 496 0178', 0);
INSERT INTO Volunteers (VolunteerId, FirstName, LastName, City, JoinedOn, Phone, BackgroundChecked) VALUES (4, 'Callum', 'Reid', 'Cardiff', '2024-04-17', '029 2018 0144', 1);
INSERT INTO Volunteers (VolunteerId, FirstName, LastName, City, JoinedOn, Phone, BackgroundChecked) VALUES (5, 'Farah', 'Siddiqui', 'Bristol', '2024-09-23', NULL, 0);
INSERT INTO Volunteers (VolunteerId, FirstName, LastName, City, JoinedOn, Phone, BackgroundChecked) VALUES (6, 'Noel', 'Hartley', 'Exeter', '2025-02-06', '01392 496 021', 1);
INSERT INTO Volunteers (VolunteerId, FirstName, LastName, City, JoinedOn, Phone, BackgroundChecked) VALUES (7, 'Zoe', 'Pascoe', 'Truro', '2025-06-18', '01752 496 033', 0);
INSERT INTO Volunteers (VolunteerId, FirstName, LastName, City, JoinedOn, Phone, BackgroundChecked) VALUES (8, 'Stefan', 'Nowak', 'Bath', '2025-11-29', NULL, 1);
INSERT INTO Volunteers (VolunteerId, FirstName, LastName, City, JoinedOn, Phone, BackgroundChecked) VALUES (9, 'Amara', 'Eze', 'Bristol', '2026-03-12', '0117 496 0199', 1);
INSERT INTO Volunteers (VolunteerId, FirstName, LastName, City, JoinedOn, Phone, BackgroundChecked) VALUES (10, 'Peter', 'Loxton', 'Taunton', '2026-08-25', NULL, 0);

INSERT INTO Campaigns (CampaignId, Title, Cause, Goal, StartDate, EndDate, LeadVolunteerId) VALUES (1, 'Winter Shelter Appeal', 'homelessness', 12000.00, '2024-11-01', '2025-02-28', 1);
INSERT INTO Campaigns (CampaignId, Title, Cause, Goal, StartDate, EndDate, LeadVolunteerId) VALUES (2, 'Books for Every School', 'education', 4500.00, '2024-09-02', '2025-07-18', 2);
INSERT INTO Campaigns (CampaignId, Title, Cause, Goal, StartDate, EndDate, LeadVolunteerId) VALUES (3, 'River Clean-Up', 'environment', 3000.00, '2025-03-15', '2025-09-30', 4);
INSERT INTO Campaigns (CampaignId, Title, Cause, Goal, StartDate, EndDate, LeadVolunteerId) VALUES (4, 'Hot Meals on Wheels', 'food', 8000.00, '2025-01-20', NULL, 1);
INSERT INTO Campaigns (CampaignId, Title, Cause, Goal, StartDate, EndDate, LeadVolunteerId) VALUES (5, 'Coastal Rescue Boat', 'environment', 15000.00, '2025-05-12', '2026-06-30', 6);
INSERT INTO Campaigns (CampaignId, Title, Cause, Goal, StartDate, EndDate, LeadVolunteerId) VALUES (6, 'Warm Homes Fund', 'homelessness', 10000.00, '2025-10-20', '2026-03-31', 1);
INSERT INTO Campaigns (CampaignId, Title, Cause, Goal, StartDate, EndDate, LeadVolunteerId) VALUES (7, 'Music in Care Homes', 'health', 2500.00, '2026-02-09', NULL, 2);
INSERT INTO Campaigns (CampaignId, Title, Cause, Goal, StartDate, EndDate, LeadVolunteerId) VALUES (8, 'Plant a Thousand Trees', 'environment', 6000.00, '2026-04-06', '2026-11-15', 4);
INSERT INTO Campaigns (CampaignId, Title, Cause, Goal, StartDate, EndDate, LeadVolunteerId) VALUES (9, 'Summer Holiday Club', 'education', 5200.00, '2026-06-01', '2026-08-31', NULL);
INSERT INTO Campaigns (CampaignId, Title, Cause, Goal, StartDate, EndDate, LeadVolunteerId) VALUES (10, 'Hospice Garden', 'health', 9000.00, '2026-10-05', NULL, 9);

INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (1, 1, 1, 250.00, '2024-11-12', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (2, 2, 1, 2500.00, '2024-11-28', 'bank transfer', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (3, 3, 1, 60.00, '2024-12-06', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (4, 4, 1, 5000.00, '2024-12-18', 'cheque', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (5, NULL, 1, 35.00, '2024-12-21', 'cash', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (6, 5, 2, 120.00, '2024-10-09', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (7, 1, 2, 200.00, '2025-01-30', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (8, 6, 2, 1500.00, '2025-03-04', 'bank transfer', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (9, 4, 2, 3000.00, '2025-04-22', 'cheque', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (10, 8, 3, 75.00, '2025-04-05', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (11, 7, 3, 40.00, '2025-05-17', 'cash', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (12, 2, 3, 800.00, '2025-06-11', 'bank transfer', 'refunded');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (13, NULL, 3, 22.50, '2025-06-14', 'cash', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (14, 5, 4, 180.00, '2025-02-08', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (15, 9, 4, 4000.00, '2025-05-29', 'cheque', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (16, 3, 4, 90.00, '2025-08-13', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (17, 1, 4, 300.00, '2025-12-03', 'bank transfer', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (18, 6, 4, 1750.00, '2025-12-10', 'bank transfer', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (19, 4, 5, 6500.00, '2025-06-24', 'bank transfer', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (20, 10, 5, 110.00, '2025-08-01', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (21, 6, 5, 2000.00, '2025-10-15', 'bank transfer', 'pledged');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (22, 1, 5, 275.00, '2026-01-22', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (23, 9, 6, 3500.00, '2025-11-19', 'cheque', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (24, 11, 6, 950.00, '2025-12-15', 'bank transfer', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (25, 8, 6, 130.00, '2025-12-24', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (26, 3, 6, 45.00, '2026-01-11', 'card', 'refunded');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (27, 5, 6, 160.00, '2026-02-27', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (28, 10, 7, 85.00, '2026-03-18', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (29, NULL, 7, 18.00, '2026-04-02', 'cash', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (30, 11, 7, 1250.00, '2026-05-06', 'bank transfer', 'pledged');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (31, 4, 8, 4500.00, '2026-05-20', 'bank transfer', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (32, 12, 8, 25.00, '2026-06-07', 'cash', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (33, 8, 8, 140.00, '2026-07-19', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (34, 2, 8, 1800.00, '2026-09-02', 'bank transfer', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (35, 9, 9, 1200.00, '2026-06-16', 'cheque', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (36, 5, 9, 210.00, '2026-07-03', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (37, 1, 10, 400.00, '2026-10-21', 'card', 'received');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (38, 6, 10, 2250.00, '2026-11-03', 'bank transfer', 'pledged');
INSERT INTO Donations (DonationId, DonorId, CampaignId, Amount, DonatedOn, PaymentMethod, Status) VALUES (39, 4, 10, 2750.00, '2026-11-16', 'cheque', 'received');

INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (1, 1, 1, '2024-11-16', 5.00, 'driver');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (2, 3, 1, '2024-12-14', 4.00, 'kitchen');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (3, 2, 2, '2025-01-25', 3.50, 'sorting');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (4, 1, 4, '2025-02-15', 6.00, 'driver');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (5, 4, 3, '2025-04-12', 5.50, 'litter picking');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (6, 5, 3, '2025-04-12', 4.50, 'litter picking');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (7, 1, 3, '2025-06-14', 4.00, 'driver');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (8, 4, 3, '2025-09-13', 6.50, 'litter picking');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (9, 3, 4, '2025-07-05', 3.00, 'kitchen');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (10, 6, 5, '2025-08-23', 7.00, 'fundraising');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (11, 7, 5, '2025-08-23', 5.00, 'fundraising');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (12, 2, 6, '2025-11-22', 4.50, 'sorting');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (13, 1, 6, '2025-12-06', 5.50, 'driver');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (14, 8, 6, '2026-01-17', 3.00, 'sorting');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (15, 5, 4, '2026-02-07', 2.50, 'kitchen');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (16, 2, 7, '2026-03-21', 2.00, 'hosting');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (17, 9, 7, '2026-04-18', 3.50, 'hosting');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (18, 4, 8, '2026-05-09', 8.00, 'planting');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (19, 9, 8, '2026-05-09', 6.00, 'planting');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (20, 1, 8, '2026-10-10', 7.50, 'planting');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (21, 6, 5, '2026-06-13', 4.00, 'fundraising');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (22, 1, 4, '2026-11-07', 5.00, 'driver');
INSERT INTO VolunteerShifts (ShiftId, VolunteerId, CampaignId, ShiftDate, Hours, Task) VALUES (23, 3, 4, '2026-11-14', 3.50, 'kitchen');
