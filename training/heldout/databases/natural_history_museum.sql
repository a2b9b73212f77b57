CREATE TABLE department (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  curator TEXT,
  floor INTEGER NOT NULL
);
CREATE TABLE specimen (
  id INTEGER PRIMARY KEY,
  catalogue_no TEXT NOT NULL UNIQUE,
  common_name TEXT NOT NULL,
  latin_name TEXT,
  department_id INTEGER NOT NULL REFERENCES department(id),
  origin_country TEXT,
  acquired_on TEXT,
  item_condition TEXT NOT NULL,
  on_display INTEGER NOT NULL DEFAULT 0,
  insured_value REAL NOT NULL
);
CREATE TABLE institution (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  contact_email TEXT
);
CREATE TABLE loan (
  id INTEGER PRIMARY KEY,
  specimen_id INTEGER NOT NULL,
  institution_id INTEGER NOT NULL,
  start_date TEXT NOT NULL,
  due_date TEXT NOT NULL,
  returned_on TEXT,
  status TEXT NOT NULL,
  purpose TEXT NOT NULL,
  fee REAL NOT NULL DEFAULT 0,
  FOREIGN KEY (specimen_id) REFERENCES specimen(id),
  FOREIGN KEY (institution_id) REFERENCES institution(id)
);
CREATE TABLE visit (
  id INTEGER PRIMARY KEY,
  visit_date TEXT NOT NULL,
  visitor_type TEXT NOT NULL,
  group_name TEXT,
  visitor_count INTEGER NOT NULL,
  guided_tour INTEGER NOT NULL DEFAULT 0,
  ticket_total REAL NOT NULL
);

INSERT INTO department (id, name, curator, floor) VALUES (1, 'Mammals', 'Dr Helen Ashworth', 1);
INSERT INTO department (id, name, curator, floor) VALUES (2, 'Birds', 'Tomas Rivera', 1);
INSERT INTO department (id, name, curator, floor) VALUES (3, 'Reptiles and Amphibians', 'Dr Ingrid Solberg', 2);
INSERT INTO department (id, name, curator, floor) VALUES (4, 'Entomology', 'Priya Nair', 2);
INSERT INTO department (id, name, curator, floor) VALUES (5, 'Marine Life', 'Owen Caddick', 0);
INSERT INTO department (id, name, curator, floor) VALUES (6, 'Palaeontology', 'Dr Samuel Okoro', 0);
INSERT INTO department (id, name, curator, floor) VALUES (7, 'Mineralogy', 'Greta Lindqvist', 3);
INSERT INTO department (id, name, curator, floor) VALUES (8, 'Botany', NULL, 3);

INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (1, 'MAM-0012', 'Red fox', 'Vulpes vulpes', 1, 'United Kingdom', '2024-02-11', 'good', 1, 2400.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (2, 'MAM-0047', 'Polar bear', 'Ursus maritimus', 1, 'Norway', '2023-09-30', 'fair', 1, 38000.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (3, 'MAM-0051', 'Snow leopard', 'Panthera uncia', 1, 'Nepal', '2025-04-17', 'excellent', 0, 52000.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (4, 'MAM-0063', 'Giant anteater', 'Myrmecophaga tridactyla', 1, 'Brazil', NULL, 'poor', 0, 9100.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (5, 'MAM-0070', 'Pangolin', 'Manis javanica', 1, 'Indonesia', '2026-01-22', 'good', 0, 14500.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (6, 'BIR-0009', 'Andean condor', 'Vultur gryphus', 2, 'Peru', '2024-06-05', 'good', 1, 17200.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (7, 'BIR-0015', 'Great auk', 'Pinguinus impennis', 2, 'Iceland', NULL, 'fair', 1, 61000.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (8, 'BIR-0022', 'Kingfisher', 'Alcedo atthis', 2, 'United Kingdom', '2025-11-03', 'excellent', 1, 850.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (9, 'BIR-0031', 'Kakapo', 'Strigops habroptila', 2, 'New Zealand', '2026-03-14', 'good', 0, 26500.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (10, 'REP-0004', 'Komodo dragon', 'Varanus komodoensis', 3, 'Indonesia', '2023-12-01', 'good', 1, 33500.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (11, 'REP-0011', 'Poison dart frog', 'Dendrobates tinctorius', 3, 'Brazil', '2025-07-19', 'poor', 0, 640.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (12, 'REP-0018', 'Leatherback turtle', 'Dermochelys coriacea', 3, 'Costa Rica', '2024-06-20', 'fair', 0, 19800.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (13, 'ENT-0101', 'Goliath beetle', 'Goliathus goliatus', 4, 'Cameroon', '2024-02-27', 'excellent', 1, 420.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (14, 'ENT-0140', 'Blue morpho', 'Morpho menelaus', 4, 'Peru', '2026-05-09', 'good', 1, 380.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (15, 'ENT-0155', 'Death''s-head hawkmoth', 'Acherontia atropos', 4, 'Spain', NULL, 'fair', 0, 290.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (16, 'ENT-0163', 'Atlas moth', 'Attacus atlas', 4, 'Indonesia', '2025-02-20', 'poor', 0, 510.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (17, 'ENT-0170', 'Stag beetle', 'Lucanus cervus', 4, 'Germany', '2026-08-02', 'good', 1, 175.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (18, 'MAR-0006', 'Giant squid', 'Architeuthis dux', 5, 'Norway', '2023-10-12', 'poor', 1, 45500.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (19, 'MAR-0013', 'Coelacanth', 'Latimeria chalumnae', 5, 'South Africa', '2025-09-25', 'good', 0, 72000.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (20, 'MAR-0020', 'Blue whale vertebra', 'Balaenoptera musculus', 5, 'Iceland', '2024-03-16', 'good', 1, 12300.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (21, 'PAL-0002', 'Ammonite slab', NULL, 6, 'United Kingdom', '2023-11-20', 'excellent', 1, 6700.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (22, 'PAL-0005', 'Ichthyosaur skull', 'Ichthyosaurus communis', 6, 'United Kingdom', '2025-05-06', 'fair', 0, 88000.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (23, 'PAL-0010', 'Mammoth tusk', 'Mammuthus primigenius', 6, 'Russia', '2024-08-29', 'good', 0, 41000.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (24, 'PAL-0014', 'Trilobite', 'Elrathia kingii', 6, 'United States', '2026-02-03', 'good', 0, 950.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (25, 'MIN-0003', 'Amethyst geode', NULL, 7, 'Brazil', '2025-01-15', 'excellent', 1, 5600.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (26, 'MIN-0008', 'Iron meteorite', NULL, 7, 'Namibia', NULL, 'good', 0, 29000.00);
INSERT INTO specimen (id, catalogue_no, common_name, latin_name, department_id, origin_country, acquired_on, item_condition, on_display, insured_value) VALUES (27, 'MIN-0017', 'Tourmaline crystal', NULL, 7, 'Brazil', '2026-06-18', 'excellent', 0, 8200.00);

INSERT INTO institution (id, name, kind, city, country, contact_email) VALUES (1, 'Naturkundemuseum Stuttgart', 'museum', 'Stuttgart', 'Germany', 'leihverkehr@nkm-stuttgart.example');
INSERT INTO institution (id, name, kind, city, country, contact_email) VALUES (2, 'University of Leiden', 'university', 'Leiden', 'Netherlands', 'collections@leiden.example');
INSERT INTO institution (id, name, kind, city, country, contact_email) VALUES (3, 'Manchester City Museum', 'museum', 'Manchester', 'United Kingdom', 'loans@mcm.example');
INSERT INTO institution (id, name, kind, city, country, contact_email) VALUES (4, 'Museo de Ciencias Madrid', 'museum', 'Madrid', 'Spain', 'prestamos@mcm-madrid.example');
INSERT INTO institution (id, name, kind, city, country, contact_email) VALUES (5, 'Bergen University College', 'university', 'Bergen', 'Norway', NULL);
INSERT INTO institution (id, name, kind, city, country, contact_email) VALUES (6, 'Senckenberg Haus', 'museum', 'Frankfurt', 'Germany', 'ausleihe@senckenberghaus.example');
INSERT INTO institution (id, name, kind, city, country, contact_email) VALUES (7, 'Ashfield Grammar School', 'school', 'Leeds', 'United Kingdom', NULL);
INSERT INTO institution (id, name, kind, city, country, contact_email) VALUES (8, 'Galerie Terre Vivante', 'gallery', 'Lyon', 'France', 'contact@terrevivante.example');
INSERT INTO institution (id, name, kind, city, country, contact_email) VALUES (9, 'Uppsala Institute of Evolution', 'university', 'Uppsala', 'Sweden', 'registrar@uie.example');
INSERT INTO institution (id, name, kind, city, country, contact_email) VALUES (10, 'Kelvin Hall Gallery', 'gallery', 'Glasgow', 'United Kingdom', NULL);

INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (1, 2, 1, '2024-01-15', '2024-06-30', '2024-06-21', 'returned', 'exhibition', 1800.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (2, 10, 3, '2024-02-20', '2024-05-20', '2024-05-28', 'returned', 'exhibition', 1250.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (3, 13, 7, '2024-03-04', '2024-03-29', '2024-03-28', 'returned', 'teaching', 0.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (4, 1, 7, '2024-04-22', '2024-05-17', '2024-05-17', 'returned', 'teaching', 0.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (5, 12, 4, '2024-07-01', '2024-12-15', '2024-12-10', 'returned', 'exhibition', 1400.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (6, 23, 2, '2024-09-09', '2025-01-31', '2025-02-12', 'returned', 'research', 600.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (7, 20, 5, '2024-10-14', '2025-03-14', '2025-03-10', 'returned', 'research', 450.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (8, 6, 6, '2024-11-25', '2025-04-30', '2025-04-28', 'returned', 'exhibition', 1600.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (9, 26, 9, '2025-01-20', '2025-07-20', '2025-07-18', 'returned', 'research', 700.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (10, 25, 8, '2025-03-03', '2025-08-31', '2025-08-29', 'returned', 'exhibition', 1100.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (11, 16, 2, '2025-03-17', '2025-06-17', '2025-06-30', 'returned', 'research', 300.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (12, 13, 7, '2025-03-24', '2025-04-11', '2025-04-11', 'returned', 'teaching', 0.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (13, 18, 3, '2025-05-12', '2025-11-12', '2025-11-05', 'returned', 'exhibition', 2100.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (14, 2, 4, '2025-06-09', '2025-12-20', '2026-01-08', 'returned', 'exhibition', 1900.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (15, 10, 1, '2025-09-01', '2026-02-28', '2026-02-20', 'returned', 'exhibition', 1500.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (16, 22, 9, '2025-10-06', '2026-04-06', NULL, 'overdue', 'research', 950.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (17, 19, 2, '2025-11-17', '2026-05-17', '2026-05-15', 'returned', 'research', 1200.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (18, 8, 7, '2026-01-12', '2026-02-06', '2026-02-06', 'returned', 'teaching', 0.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (19, 12, 6, '2026-02-16', '2026-08-31', NULL, 'overdue', 'exhibition', 1450.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (20, 3, 8, '2026-03-09', '2026-09-30', NULL, 'overdue', 'exhibition', 2400.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (21, 5, 2, '2026-04-13', '2027-04-13', NULL, 'active', 'research', 800.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (22, 23, 1, '2026-06-01', '2027-01-31', NULL, 'active', 'exhibition', 1750.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (23, 26, 3, '2026-07-06', '2026-12-31', NULL, 'active', 'exhibition', 1300.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (24, 24, 5, '2026-09-14', '2027-03-14', NULL, 'active', 'research', 350.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (25, 10, 4, '2026-05-04', '2026-10-31', NULL, 'cancelled', 'exhibition', 0.00);
INSERT INTO loan (id, specimen_id, institution_id, start_date, due_date, returned_on, status, purpose, fee) VALUES (26, 14, 7, '2026-10-05', '2026-10-30', '2026-10-29', 'returned', 'teaching', 0.00);

INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (1, '2024-02-08', 'school', 'Oakwood Primary', 46, 1, 138.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (2, '2024-02-17', 'family', NULL, 4, 0, 38.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (3, '2024-04-13', 'tour group', 'Heritage Coaches', 38, 1, 418.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (4, '2024-05-21', 'senior', 'Fulford Retirement Club', 19, 1, 133.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (5, '2024-06-18', 'school', 'St Wilfrid''s High', 62, 0, 186.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (6, '2024-07-27', 'family', NULL, 5, 0, 46.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (7, '2024-08-10', 'tour group', 'Rhine Travel', 44, 1, 528.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (8, '2024-10-30', 'family', NULL, 3, 0, 29.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (9, '2024-12-28', 'adult', NULL, 2, 0, 24.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (10, '2025-01-25', 'adult', NULL, 1, 0, 12.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (11, '2025-02-12', 'school', 'Oakwood Primary', 51, 1, 153.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (12, '2025-03-15', 'senior', NULL, 2, 0, 16.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (13, '2025-04-05', 'adult', 'Yorkshire Naturalists', 27, 1, 324.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (14, '2025-05-10', 'tour group', 'Heritage Coaches', 41, 1, 451.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (15, '2025-06-24', 'school', 'Hill Top Academy', 58, 1, 174.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (16, '2025-07-19', 'family', NULL, 6, 0, 57.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (17, '2025-08-16', 'family', NULL, 4, 1, 52.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (18, '2025-10-29', 'family', NULL, 5, 0, 47.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (19, '2025-11-22', 'adult', 'Geology Evening Class', 16, 1, 192.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (20, '2026-01-31', 'adult', NULL, 2, 0, 26.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (21, '2026-02-10', 'school', 'St Wilfrid''s High', 66, 1, 231.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (22, '2026-03-21', 'senior', 'Fulford Retirement Club', 23, 1, 184.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (23, '2026-04-11', 'tour group', 'Nordic Tours', 33, 0, 396.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (24, '2026-05-30', 'family', NULL, 4, 1, 54.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (25, '2026-06-06', 'adult', 'Yorkshire Naturalists', 31, 1, 403.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (26, '2026-06-23', 'school', 'Oakwood Primary', 49, 1, 171.50);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (27, '2026-07-18', 'tour group', 'Rhine Travel', 47, 1, 611.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (28, '2026-07-25', 'family', NULL, 5, 0, 52.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (29, '2026-08-15', 'family', NULL, 3, 0, 34.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (30, '2026-08-29', 'adult', NULL, 2, 1, 36.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (31, '2026-09-26', 'senior', NULL, 1, 0, 9.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (32, '2026-10-28', 'family', NULL, 6, 1, 81.00);
INSERT INTO visit (id, visit_date, visitor_type, group_name, visitor_count, guided_tour, ticket_total) VALUES (33, '2026-11-14', 'adult', NULL, 2, 0, 26.00);
