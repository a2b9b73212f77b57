CREATE TABLE supplier (
  supplier_id INTEGER PRIMARY KEY,
  supplier_name TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  contact_email TEXT,
  is_preferred INTEGER NOT NULL DEFAULT 0,
  supplier_since TEXT NOT NULL
);
CREATE TABLE part (
  part_id INTEGER PRIMARY KEY,
  part_name TEXT NOT NULL,
  part_type TEXT NOT NULL,
  supplier_id INTEGER REFERENCES supplier(supplier_id),
  unit_cost NUMERIC NOT NULL,
  stock_qty INTEGER NOT NULL,
  reorder_level INTEGER NOT NULL
);
CREATE TABLE model (
  model_id INTEGER PRIMARY KEY,
  model_name TEXT NOT NULL,
  category TEXT NOT NULL,
  frame_material TEXT NOT NULL,
  list_price NUMERIC NOT NULL,
  weight_kg REAL NOT NULL,
  launch_date TEXT NOT NULL,
  discontinued INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE model_part (
  model_id INTEGER NOT NULL REFERENCES model(model_id),
  part_id INTEGER NOT NULL REFERENCES part(part_id),
  quantity INTEGER NOT NULL,
  PRIMARY KEY (model_id, part_id)
);
CREATE TABLE work_order (
  work_order_id INTEGER PRIMARY KEY,
  model_id INTEGER NOT NULL REFERENCES model(model_id),
  quantity INTEGER NOT NULL,
  status TEXT NOT NULL,
  assembly_line TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  completed_on TEXT
);


INSERT INTO supplier (supplier_id, supplier_name, city, country, contact_email, is_preferred, supplier_since) VALUES (1, 'Alpen Componenti', 'Bergamo', 'Italy', 'orders@alpencomponenti.it', 1, '2021-03-01');
INSERT INTO supplier (supplier_id, supplier_name, city, country, contact_email, is_preferred, supplier_since) VALUES (2, 'Taichung Drive Systems', 'Taichung', 'Taiwan', 'sales@taichungdrive.tw', 1, '2020-06-15');
INSERT INTO supplier (supplier_id, supplier_name, city, country, contact_email, is_preferred, supplier_since) VALUES (3, 'Northfield Rubber', 'Leicester', 'United Kingdom', 'trade@northfieldrubber.co.uk', 0, '2022-01-10');
INSERT INTO supplier (supplier_id, supplier_name, city, country, contact_email, is_preferred, supplier_since) VALUES (4, 'Sora Brakes', 'Osaka', 'Japan', 'export@sorabrakes.jp', 1, '2021-11-22');
INSERT INTO supplier (supplier_id, supplier_name, city, country, contact_email, is_preferred, supplier_since) VALUES (5, 'Rhein Rahmenbau', 'Cologne', 'Germany', 'info@rhein-rahmenbau.de', 0, '2023-05-08');
INSERT INTO supplier (supplier_id, supplier_name, city, country, contact_email, is_preferred, supplier_since) VALUES (6, 'Penn Saddlery', 'Birmingham', 'United Kingdom', NULL, 0, '2019-09-30');
INSERT INTO supplier (supplier_id, supplier_name, city, country, contact_email, is_preferred, supplier_since) VALUES (7, 'Lumen Cycle Lights', 'Eindhoven', 'Netherlands', 'b2b@lumenlights.nl', 0, '2024-02-19');
INSERT INTO supplier (supplier_id, supplier_name, city, country, contact_email, is_preferred, supplier_since) VALUES (8, 'Formosa Carbon', 'Kaohsiung', 'Taiwan', 'oem@formosacarbon.tw', 0, '2024-08-26');
INSERT INTO supplier (supplier_id, supplier_name, city, country, contact_email, is_preferred, supplier_since) VALUES (9, 'Basque Wheelworks', 'Vitoria', 'Spain', NULL, 1, '2022-07-04');
INSERT INTO supplier (supplier_id, supplier_name, city, country, contact_email, is_preferred, supplier_since) VALUES (10, 'Kestrel Bearings', 'Sheffield', 'United Kingdom', 'hello@kestrelbearings.co.uk', 0, '2025-10-13');

INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (1, 'Alloy road frame', 'frame', 5, 185.00, 24, 10);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (2, 'Carbon road frame', 'frame', 8, 640.00, 6, 8);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (3, 'Alloy trail frame', 'frame', 5, 260.00, 15, 12);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (4, 'Steel city frame', 'frame', 5, 98.50, 40, 20);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (5, 'Kids frame 20in', 'frame', NULL, 54.00, 32, 15);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (6, 'Carbon gravel frame', 'frame', 8, 585.00, 3, 6);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (7, 'Road wheelset 700c', 'wheel', 9, 145.00, 18, 16);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (8, 'Trail wheelset 29in', 'wheel', 9, 172.50, 9, 14);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (9, 'City wheelset 28in', 'wheel', 9, 68.00, 36, 20);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (10, 'Kids wheelset 20in', 'wheel', 9, 39.75, 28, 12);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (11, 'Rim brake set', 'brake', 4, 36.50, 55, 25);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (12, 'Hydraulic disc brake set', 'brake', 4, 118.00, 21, 18);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (13, '11-speed groupset', 'drivetrain', 2, 210.00, 13, 10);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (14, '12-speed groupset', 'drivetrain', 2, 345.00, 7, 9);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (15, 'Hub gear 8-speed', 'drivetrain', 2, 132.25, 19, 8);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (16, 'Single-speed drivetrain', 'drivetrain', 2, 28.00, 44, 20);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (17, 'Electronic shifter kit', 'drivetrain', 2, 495.00, 2, 4);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (18, 'Touring saddle', 'saddle', 6, 27.50, 60, 30);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (19, 'Race saddle', 'saddle', 1, 49.00, 33, 15);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (20, 'Slick tyre 28mm', 'tyre', 3, 19.50, 120, 60);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (21, 'Trail tyre 2.4in', 'tyre', 3, 31.25, 46, 50);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (22, 'City tyre 42mm', 'tyre', 3, 16.75, 90, 60);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (23, 'Dynamo light set', 'light', 7, 42.00, 25, 20);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (24, 'Carbon handlebar', 'cockpit', 1, 88.00, 11, 6);
INSERT INTO part (part_id, part_name, part_type, supplier_id, unit_cost, stock_qty, reorder_level) VALUES (25, 'Leather grips', 'cockpit', 6, 14.00, 70, 25);

INSERT INTO model (model_id, model_name, category, frame_material, list_price, weight_kg, launch_date, discontinued) VALUES (1, 'Swift 300', 'road', 'aluminium', 1150.00, 9.40, '2023-03-15', 0);
INSERT INTO model (model_id, model_name, category, frame_material, list_price, weight_kg, launch_date, discontinued) VALUES (2, 'Swift 700', 'road', 'carbon', 2890.00, 7.30, '2024-09-02', 0);
INSERT INTO model (model_id, model_name, category, frame_material, list_price, weight_kg, launch_date, discontinued) VALUES (3, 'Fell 29', 'mountain', 'aluminium', 1725.00, 13.20, '2024-02-12', 0);
INSERT INTO model (model_id, model_name, category, frame_material, list_price, weight_kg, launch_date, discontinued) VALUES (4, 'Fell Pro', 'mountain', 'aluminium', 2450.00, 12.60, '2025-05-19', 0);
INSERT INTO model (model_id, model_name, category, frame_material, list_price, weight_kg, launch_date, discontinued) VALUES (5, 'Canal', 'city', 'steel', 690.00, 15.80, '2022-06-01', 0);
INSERT INTO model (model_id, model_name, category, frame_material, list_price, weight_kg, launch_date, discontinued) VALUES (6, 'Canal Step-Through', 'city', 'steel', 745.00, 16.10, '2023-08-21', 0);
INSERT INTO model (model_id, model_name, category, frame_material, list_price, weight_kg, launch_date, discontinued) VALUES (7, 'Drover', 'gravel', 'carbon', 2675.00, 8.60, '2025-10-06', 0);
INSERT INTO model (model_id, model_name, category, frame_material, list_price, weight_kg, launch_date, discontinued) VALUES (8, 'Sprout 20', 'kids', 'aluminium', 320.00, 8.90, '2024-04-08', 0);
INSERT INTO model (model_id, model_name, category, frame_material, list_price, weight_kg, launch_date, discontinued) VALUES (9, 'Ridge Classic', 'mountain', 'steel', 980.00, 14.90, '2021-05-10', 1);
INSERT INTO model (model_id, model_name, category, frame_material, list_price, weight_kg, launch_date, discontinued) VALUES (10, 'Swift Track', 'road', 'steel', 860.00, 8.10, '2022-11-14', 1);
INSERT INTO model (model_id, model_name, category, frame_material, list_price, weight_kg, launch_date, discontinued) VALUES (11, 'Sprout 24', 'kids', 'aluminium', 385.00, 10.30, '2026-09-14', 0);
INSERT INTO model (model_id, model_name, category, frame_material, list_price, weight_kg, launch_date, discontinued) VALUES (12, 'Drover Lite', 'gravel', 'aluminium', 1495.00, 10.10, '2026-06-22', 0);

INSERT INTO model_part (model_id, part_id, quantity) VALUES (1, 1, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (1, 7, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (1, 11, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (1, 13, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (1, 19, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (1, 20, 2);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (2, 2, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (2, 7, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (2, 12, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (2, 14, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (2, 19, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (2, 20, 2);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (2, 24, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (3, 3, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (3, 8, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (3, 12, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (3, 13, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (3, 21, 2);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (4, 3, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (4, 8, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (4, 12, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (4, 14, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (4, 21, 2);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (4, 24, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (5, 4, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (5, 9, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (5, 11, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (5, 15, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (5, 22, 2);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (5, 23, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (7, 6, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (7, 7, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (7, 12, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (7, 14, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (8, 5, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (8, 10, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (8, 16, 1);
INSERT INTO model_part (model_id, part_id, quantity) VALUES (8, 18, 1);

INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (1, 1, 20, 'completed', 'A', '2024-01-22', '2024-02-16', '2024-02-14');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (2, 5, 40, 'completed', 'B', '2024-02-05', '2024-03-15', '2024-03-22');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (3, 9, 15, 'completed', 'A', '2024-03-11', '2024-04-12', '2024-04-11');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (4, 3, 12, 'completed', 'A', '2024-04-15', '2024-05-17', '2024-05-30');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (5, 8, 50, 'completed', 'C', '2024-05-20', '2024-06-21', '2024-06-18');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (6, 10, 8, 'cancelled', 'A', '2024-06-10', '2024-07-12', NULL);
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (7, 6, 25, 'completed', 'B', '2024-09-02', '2024-10-04', '2024-10-04');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (8, 2, 6, 'completed', 'A', '2024-10-14', '2024-11-22', '2024-12-03');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (9, 1, 24, 'completed', 'A', '2025-01-13', '2025-02-14', '2025-02-12');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (10, 5, 35, 'completed', 'B', '2025-02-17', '2025-03-21', '2025-03-20');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (11, 3, 18, 'completed', 'A', '2025-03-24', '2025-05-02', '2025-04-29');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (12, 8, 45, 'cancelled', 'C', '2025-04-28', '2025-06-06', NULL);
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (13, 4, 10, 'completed', 'A', '2025-06-23', '2025-07-25', '2025-08-08');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (14, 5, 30, 'completed', 'B', '2025-08-18', '2025-09-26', '2025-09-25');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (15, 1, 16, 'cancelled', 'A', '2025-09-29', '2025-10-31', NULL);
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (16, 7, 9, 'completed', 'A', '2025-11-03', '2025-12-12', '2025-12-10');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (17, 2, 8, 'completed', 'A', '2026-01-19', '2026-02-27', '2026-02-26');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (18, 3, 22, 'completed', 'A', '2026-02-23', '2026-04-03', '2026-04-15');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (19, 8, 60, 'completed', 'C', '2026-03-16', '2026-04-24', '2026-04-21');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (20, 5, 28, 'completed', 'B', '2026-04-20', '2026-05-29', '2026-05-27');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (21, 6, 32, 'completed', 'B', '2026-05-11', '2026-06-19', '2026-06-17');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (22, 4, 14, 'cancelled', 'A', '2026-06-15', '2026-07-24', NULL);
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (23, 7, 11, 'completed', 'A', '2026-08-03', '2026-09-11', '2026-09-08');
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (24, 1, 26, 'in progress', 'A', '2026-10-12', '2026-11-27', NULL);
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (25, 8, 36, 'in progress', 'C', '2026-10-26', '2026-12-04', NULL);
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (26, 4, 13, 'in progress', 'A', '2026-11-09', '2026-12-18', NULL);
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (27, 2, 7, 'planned', 'A', '2026-11-23', '2027-01-15', NULL);
INSERT INTO work_order (work_order_id, model_id, quantity, status, assembly_line, opened_on, due_on, completed_on) VALUES (28, 5, 38, 'planned', 'B', '2026-11-25', '2027-01-22', NULL);
