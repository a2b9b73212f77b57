-- A recruitment firm.
CREATE TABLE Clients (ClientID INTEGER PRIMARY KEY, CompanyName TEXT, Industry TEXT, City TEXT, ContactEmail TEXT, ClientSince DATE);
CREATE TABLE Consultants (ConsultantID INTEGER PRIMARY KEY, Name TEXT, Team TEXT, StartDate DATE);
CREATE TABLE Candidates (CandidateID INTEGER PRIMARY KEY, FullName TEXT, City TEXT, Profession TEXT, YearsExperience INTEGER, ExpectedSalary INTEGER, HasDrivingLicence INTEGER, RegisteredOn DATE, Email TEXT);
CREATE TABLE Vacancies (VacancyID INTEGER PRIMARY KEY, ClientID INTEGER REFERENCES Clients(ClientID), ConsultantID INTEGER REFERENCES Consultants(ConsultantID), JobTitle TEXT, Salary INTEGER, IsRemote INTEGER, OpenedOn DATE, FilledOn DATE, Status TEXT);
CREATE TABLE Interviews (InterviewID INTEGER PRIMARY KEY, VacancyID INTEGER REFERENCES Vacancies(VacancyID), CandidateID INTEGER REFERENCES Candidates(CandidateID), InterviewDate DATE, Stage TEXT, Rating INTEGER, Outcome TEXT);
INSERT INTO Clients VALUES
(1,'Bramley Foods','Food','Leeds','hr@bramley.example','2017-04-01'),
(2,'Northgate Software','IT','Manchester','jobs@northgate.example','2019-01-15'),
(3,'Calder Health Trust','Healthcare','Halifax',NULL,'2018-09-20'),
(4,'Pixel Harbour','IT','Leeds','people@pixelharbour.example','2021-06-07'),
(5,'Hollins Logistics','Transport','Wakefield','office@hollins.example','2020-02-28'),
(6,'Redfern and Co','Finance','Manchester',NULL,'2022-10-03'),
(7,'Greenway Energy','Energy','York','talent@greenway.example','2023-03-13'),
(8,'Tallis Engineering','Engineering','Leeds','hr@tallis.example','2016-11-30');
INSERT INTO Consultants VALUES
(1,'Fiona Mabry','Technology','2015-02-02'),(2,'Anil Desai','Technology','2019-07-22'),(3,'Greta Holm','Healthcare','2017-10-09'),(4,'Owen Tate','Commercial','2020-01-06'),(5,'Sonia Pereira','Commercial','2021-09-13'),(6,'Dale Whitcombe','Healthcare','2024-02-19');
INSERT INTO Candidates VALUES
(1,'Amira Khalil','Leeds','Developer',6,52000,1,'2023-01-12','amira.k@mail.example'),
(2,'George Penrose','Manchester','Accountant',11,48000,1,'2023-02-20','gpenrose@mail.example'),
(3,'Lotte Vermeer','York','Nurse',4,34000,0,'2023-03-15',NULL),
(4,'Darren Cope','Wakefield','Driver',9,31000,1,'2023-05-02','dcope@mail.example'),
(5,'Yusuf Aslan','Leeds','Developer',2,36000,0,'2023-06-28','yusuf@mail.example'),
(6,'Clara Whitlock','Halifax','Nurse',15,41000,1,'2023-08-09','clara.w@mail.example'),
(7,'Ivan Petrov','Manchester','Data Analyst',5,45000,1,'2023-09-17','ivanp@mail.example'),
(8,'Megan Sharples','Leeds','Accountant',3,33000,1,'2023-11-05',NULL),
(9,'Tomas Berg','York','Engineer',12,58000,1,'2024-01-08','tberg@mail.example'),
(10,'Nadia Rahman','Manchester','Developer',9,64000,0,'2023-09-22','nadia.r@mail.example'),
(11,'Joel Finch','Wakefield','Driver',1,26000,1,'2023-12-14',NULL),
(12,'Beth Oakley','Leeds','Data Analyst',7,50000,0,'2024-03-03','beth@mail.example'),
(13,'Hugo Lanyon','Halifax','Engineer',0,29000,1,'2024-04-11','hugo.l@mail.example'),
(14,'Priya Nair','Leeds','Nurse',8,38500,1,'2024-05-06','priya@mail.example');
INSERT INTO Vacancies VALUES
(1,2,1,'Backend Developer',58000,1,'2023-09-01','2023-11-20','filled'),
(2,4,2,'Junior Developer',35000,0,'2023-10-10','2024-01-15','filled'),
(3,3,3,'Ward Nurse',37000,0,'2023-11-02',NULL,'open'),
(4,5,4,'Lorry Driver',32500,0,'2023-12-05','2024-02-01','filled'),
(5,6,5,'Senior Accountant',51000,0,'2024-01-09',NULL,'open'),
(6,1,5,'Payroll Accountant',34000,0,'2024-01-30',NULL,'withdrawn'),
(7,2,2,'Data Analyst',47000,1,'2024-02-12','2024-04-22','filled'),
(8,7,1,'Senior Engineer',62000,0,'2024-02-26',NULL,'open'),
(9,4,1,'Senior Developer',66000,1,'2024-03-18',NULL,'open'),
(10,3,3,'Senior Nurse',44000,0,'2024-04-04',NULL,'open'),
(11,5,4,'Van Driver',27500,0,'2024-04-19',NULL,'on hold'),
(12,2,2,'Data Engineer',60000,1,'2024-05-13',NULL,'open');
INSERT INTO Interviews VALUES
(1,1,1,'2023-10-02','first',4,'passed'),
(2,1,10,'2023-10-04','first',3,'rejected'),
(3,1,1,'2023-10-20','final',5,'passed'),
(4,2,5,'2023-11-14','first',4,'passed'),
(5,2,5,'2023-12-12','final',4,'passed'),
(6,3,3,'2023-12-01','first',2,'rejected'),
(7,3,6,'2023-12-06','first',5,'passed'),
(8,4,4,'2024-01-11','first',4,'passed'),
(9,4,11,'2024-01-16','first',1,'rejected'),
(10,5,2,'2024-02-06','first',5,'passed'),
(11,5,8,'2024-02-07','first',2,'rejected'),
(12,7,7,'2024-03-05','first',3,'passed'),
(13,7,12,'2024-03-14','first',5,'passed'),
(14,7,12,'2024-04-09','final',4,'passed'),
(15,8,9,'2024-03-21','first',4,'passed'),
(16,9,10,'2024-04-16','first',5,'passed'),
(17,9,1,'2024-04-17','first',3,'rejected'),
(18,10,6,'2024-05-02','first',4,'passed'),
(19,5,2,'2024-05-10','final',NULL,NULL),
(20,10,3,'2024-05-20','first',NULL,NULL),
(21,7,7,'2024-04-10','final',2,'rejected');
